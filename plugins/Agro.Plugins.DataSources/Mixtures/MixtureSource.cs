using System.Collections.Immutable;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Mixtures;

/// <summary>
/// Prompts of several data sources, by weights: of any run of prompts each source has its share, in an order that is arithmetic on the
/// index. A prompt has its source's name in its field <c>source</c> and before its id.
/// </summary>
[Component("mixture")]
internal sealed class MixtureSource : IDataSource, IDisposable
{
    private readonly ImmutableArray<Part> _parts;
    private readonly WeightedTurns? _turns;

    /// <summary>Opens the sources.</summary>
    /// <param name="options">What is mixed.</param>
    /// <exception cref="InputException">A source is not what its options say, two have one name, or one has no end where it must.</exception>
    public MixtureSource(MixtureOptions options)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        try
        {
            foreach (var given in options.Sources)
            {
                var (name, source) = given.Open(parts.Count + 1);
                var order = source.Count is { } count ? new IndexOrder(count, given.Shuffle ? CounterRandom.Hash(options.Seed, parts.Count) : null) : null;
                parts.Add(new(name, source, order));
            }

            if (parts.GroupBy(part => part.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new InputException($"mixture: two sources are called '{twice.Key}': tell them apart with name");
            _parts = parts.ToImmutable();
            if (options.Order == MixtureOrder.Weights) _turns = new([.. options.Sources.Select(part => part.Weight)], options.Seed);
            Count = options.Order == MixtureOrder.Weights ? options.Count : CountOfAll();
        }
        catch
        {
            foreach (var part in parts) (part.Source as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long? Count { get; }

    /// <inheritdoc/>
    public async ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (Count is { } count) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var (part, position) = _turns is null ? InTurn(index) : Weighted(_turns, index);
        var prompt = await part.Source.GetAsync(position, cancellationToken).ConfigureAwait(false);
        return prompt with { Id = $"{part.Name}/{prompt.Id}", Fields = prompt.Fields.SetItem("source", part.Name) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts) (part.Source as IDisposable)?.Dispose();
    }

    private (Part Part, long Position) Weighted(WeightedTurns turns, long index)
    {
        var (number, turn) = turns.At(index);
        var part = _parts[number];
        return (part, part.Order?.At(turn) ?? turn);
    }

    private (Part Part, long Position) InTurn(long index)
    {
        var part = 0;
        while (index >= _parts[part].Source.Count) index -= _parts[part++].Source.Count!.Value;
        return (_parts[part], index);
    }

    private long CountOfAll() => _parts.FirstOrDefault(part => part.Source.Count is null) is { } endless
        ? throw new InputException($"mixture: '{endless.Name}' has no end, so order: once never reaches what follows: give it a count")
        : _parts.Sum(part => part.Source.Count!.Value);

    private sealed record Part(string Name, IDataSource Source, IndexOrder? Order);
}

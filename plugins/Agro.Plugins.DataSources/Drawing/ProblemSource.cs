using System.Globalization;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Drawing;

/// <summary>Problems that are made up, graded by level. The prompt at an index is a function of the seed and the index alone.</summary>
internal abstract class ProblemSource : IDataSource
{
    // Where almost no problem fits the options, give up rather than search for ever.
    private const int MaxDraws = 200_000;
    private readonly string _name;
    private readonly ProblemOptions _options;
    private readonly PromptTemplate _template;
    private readonly (int Least, int Most) _levels;

    /// <summary>Takes the options.</summary>
    /// <param name="name">The component's name, for messages.</param>
    /// <param name="options">Which problems there are.</param>
    /// <param name="template">The prompt's template, where the options have none.</param>
    /// <param name="levels">The easiest and the hardest level.</param>
    /// <exception cref="InputException">The levels are turned round, or the template is none.</exception>
    protected ProblemSource(string name, ProblemOptions options, string template, (int Least, int Most) levels)
    {
        _name = name;
        _options = options;
        _template = new(options.PromptTemplate ?? template);
        _levels = levels;
    }

    /// <inheritdoc/>
    public long? Count => _options.Count;

    /// <inheritdoc/>
    public ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (Count is { } count) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return new(Make(index));
    }

    /// <summary>Makes up a problem.</summary>
    /// <param name="random">Where choices come from.</param>
    /// <param name="level">How hard it is.</param>
    /// <returns>The problem; null to try again.</returns>
    protected abstract Problem? Draw(ref CounterRandom random, int level);

    /// <summary>Makes the prompt at an index.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="InputException">No problem fits the options, or the template names an unknown field.</exception>
    protected Prompt Make(long index)
    {
        var random = new CounterRandom(_options.Seed, index);
        var level = _levels.Least + random.Next(HardestAt(index) - _levels.Least + 1);
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            if (Draw(ref random, level) is not { } problem) continue;
            if (_options.Split.Has(problem.Identity, _options.EvalShare)) return ToPrompt(problem, index, level);
        }

        throw new InputException($"{_name}: none of {MaxDraws} problems of level {level} fits the options");
    }

    private int HardestAt(long index) => _options.Ramp is { } ramp && index < ramp
        ? _levels.Least + (int)((UInt128)(_levels.Most - _levels.Least + 1) * (UInt128)index / (UInt128)ramp)
        : _levels.Most;

    private Prompt ToPrompt(Problem problem, long index, int level)
    {
        var fields = problem.Fields.SetItem("level", level.ToString(CultureInfo.InvariantCulture));
        var text = _template.Fill(field => fields.TryGetValue(field, out var value)
            ? value
            : throw new InputException(
                $"{_name}: no field '{field}' (prompt_template). There are: {string.Join(", ", fields.Keys.Order(StringComparer.Ordinal))}"));
        return new Prompt
        {
            Id = _options.Split.IdOf(index),
            Text = text,
            Messages = (_options.SystemPrompt, _options.Chat) switch
            {
                ({ } system, _) => [new(Role.System, system), new(Role.User, text)],
                (null, true) => [new(Role.User, text)],
                _ => [],
            },
            Answer = problem.Answer,
            Demonstration = problem.Demonstration,
            Fields = fields,
        };
    }
}

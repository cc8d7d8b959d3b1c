using System.Globalization;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Arithmetic;

/// <summary>
/// Sums such as <c>37+58-21=</c> with a worked answer such as <c>37+58=95;95-21=74 #### 74</c>: a task with an exact verdict that a
/// policy of a million parameters can learn. Harder with more terms, more digits and more operations. The prompt at an index is a
/// function of the seed and the index alone.
/// </summary>
[Component("arithmetic")]
internal sealed class ArithmeticSource : IDataSource
{
    // Where almost no problem fits the options, give up rather than search for ever.
    private const int MaxDraws = 200_000;
    private static readonly int[] Slips = [1, -1, 10, -10];
    private readonly ArithmeticOptions _options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">Which problems there are.</param>
    /// <exception cref="InputException">No problem fits them.</exception>
    public ArithmeticSource(ArithmeticOptions options)
    {
        if (options.MinTerms > options.MaxTerms)
            throw new InputException($"arithmetic: min_terms ({options.MinTerms}) is above max_terms ({options.MaxTerms})");
        if (options.MinDigits > options.MaxDigits)
            throw new InputException($"arithmetic: min_digits ({options.MinDigits}) is above max_digits ({options.MaxDigits})");
        if (options.Operations.Count == 0)
            throw new InputException("arithmetic: operations is empty; choose from add, subtract, multiply");
        _options = options;
        Make(0);
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

    private Prompt Make(long index)
    {
        var random = new CounterRandom(_options.Seed, index);
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            var problem = ArithmeticProblem.Draw(ref random, _options);
            var text = problem.ToString();
            if (!_options.Split.Has(text, _options.EvalShare)) continue;
            var steps = problem.Work();
            if (!Allowed(steps)) continue;
            var shown = random.NextUnit() < _options.WrongShare ? Slip(problem, ref random) : steps;
            return new Prompt
            {
                Id = _options.Split.IdOf(index),
                Text = text + "=",
                Answer = Final(steps),
                Demonstration = $"{(_options.Steps ? string.Join(';', shown) + " " : "")}#### {Final(shown)}",
            };
        }
        throw new InputException(
            $"arithmetic: none of {MaxDraws} problems fits the options; allow more digits, more terms or negative results");
    }

    private static string Final(IReadOnlyList<Step> steps) => steps[^1].Result.ToString(CultureInfo.InvariantCulture);

    private bool Allowed(IReadOnlyList<Step> steps) => _options.Negative || steps.All(step => step.Result.Sign >= 0);

    private IReadOnlyList<Step> Slip(ArithmeticProblem problem, ref CounterRandom random)
    {
        if (_options.Slip == SlipKind.ForgottenCarry)
        {
            var forgotten = problem.Work((_, step) => step.ForgottenCarry());
            return Allowed(forgotten) ? forgotten : problem.Work();
        }

        // An error of 1 or 10 in one step; of those, one that keeps to the rule about negative results. +1 or -1 always does.
        var slipped = random.Next(problem.Operations.Length);
        var first = random.Next(Slips.Length);
        return Slips.Select((_, i) => problem.Work((number, _) => number == slipped ? Slips[(first + i) % Slips.Length] : 0)).First(Allowed);
    }
}

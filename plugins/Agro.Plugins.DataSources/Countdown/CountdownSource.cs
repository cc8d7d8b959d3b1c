using System.Collections.Immutable;
using System.Globalization;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Countdown;

/// <summary>
/// Countdown: make a target of some numbers with + - * /, each number used exactly once. There is always a solution, which is the
/// answer and, worked out, the demonstration; others may be as right, so score with the reward <c>countdown</c>. Harder with more numbers.
/// Fields: <c>nums</c> (a list), <c>numbers</c> (the same as text), <c>target</c>, <c>solution</c>, <c>level</c>. The prompt at an index is a function of the
/// seed and the index alone, and no problem of one split is in the other, in whatever order its numbers stand.
/// </summary>
[Component("countdown")]
internal sealed class CountdownSource : ProblemSource
{
    private const string Template =
        "Make {target} from the numbers {numbers}. Use + - * / and brackets, and each number exactly once. Write the expression after \"####\".\nAnswer:";

    private readonly CountdownOptions _options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">Which problems there are.</param>
    /// <exception cref="InputException">No problem fits them.</exception>
    public CountdownSource(CountdownOptions options)
        : base("countdown", options, Template, (options.MinNumbers, options.MaxNumbers))
    {
        if (options.MinNumbers > options.MaxNumbers)
            throw new InputException($"countdown: min_numbers ({options.MinNumbers}) is above max_numbers ({options.MaxNumbers})");
        if (options.MinTarget > options.MaxTarget)
            throw new InputException($"countdown: min_target ({options.MinTarget}) is above max_target ({options.MaxTarget})");
        if (options.Operations.Count == 0)
            throw new InputException("countdown: operations is empty; choose from add, subtract, multiply, divide");
        _options = options;
        Make(0);
    }

    /// <inheritdoc/>
    protected override Problem? Draw(ref CounterRandom random, int level)
    {
        var numbers = new int[level];
        for (var i = 0; i < level; i++) numbers[i] = 1 + random.Next(_options.MaxNumber);
        if (Solve(ref random, numbers) is not { } solution) return null;
        var target = solution.Value.ToString(CultureInfo.InvariantCulture);
        var list = string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        var fields = ImmutableDictionary<string, string>.Empty
            .Add("nums", $"[{list}]").Add("numbers", list).Add("target", target).Add("solution", solution.Text);
        var demonstration = $"{(_options.Steps ? string.Join(';', solution.Steps) + " " : "")}#### {solution.Text}";
        return new(string.Join(',', numbers.Order()) + "=" + target, solution.Text, demonstration, fields);
    }

    private CountdownTerm? Solve(ref CounterRandom random, int[] numbers)
    {
        var terms = numbers.Select(CountdownTerm.Of).ToList();
        while (terms.Count > 1)
        {
            var left = Take(ref random, terms);
            var right = Take(ref random, terms);
            var operation = _options.Operations[random.Next(_options.Operations.Count)];
            // Turned round rather than drawn again: more of the draws are problems.
            if (operation == CountdownOperation.Subtract && !_options.Negative && left.Value < right.Value) (left, right) = (right, left);
            if (left.Join(operation, right) is not { } joined) return null;
            terms.Add(joined);
        }

        return terms[0].Value >= _options.MinTarget && terms[0].Value <= _options.MaxTarget ? terms[0] : null;
    }

    private static CountdownTerm Take(ref CounterRandom random, List<CountdownTerm> terms)
    {
        var at = random.Next(terms.Count);
        var term = terms[at];
        terms.RemoveAt(at);
        return term;
    }
}

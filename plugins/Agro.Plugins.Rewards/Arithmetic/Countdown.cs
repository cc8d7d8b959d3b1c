using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Plugins.Rewards.Arithmetic;

/// <summary>
/// 1 if the completion's final answer is an expression of <c>+ - * /</c> and brackets that uses each of the prompt's numbers exactly once
/// and equals its target; 0 otherwise. The expression is read by a parser of its own and worked out in fractions without rounding: nothing
/// is run. <c>= target</c> may stand behind it. The numbers and the target are fields of the prompt, as the data source <c>countdown</c> gives
/// them and Countdown data sets have them (<c>nums</c>, <c>target</c>).
/// </summary>
[Component("countdown")]
internal sealed partial class Countdown : IRewardFunction, IRewardCanaries
{
    private readonly CountdownOptions _options;
    private readonly AnswerFinder _finder;

    /// <summary>Checks the options.</summary>
    /// <param name="options">Where the answer and the numbers are.</param>
    /// <exception cref="InputException">There is no place for the answer, or the marker is empty.</exception>
    public Countdown(CountdownOptions options)
    {
        _options = options;
        _finder = AnswerFinder.Of("countdown", options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        Case("a solution", "(1 + 2) * 3", 1),
        Case("another result", "1 + 2 + 3", _options.AttemptReward),
        Case("a number used twice", "(1 + 2) * 3 + 3 - 3", 0),
        Case("no answer", "", 0),
        RewardCanary.Of("no numbers", null, _finder.Write("1 + 2"), ExpectedReward.None),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        if (!prompt.Fields.TryGetValue(_options.NumbersField, out var numbers))
            return new(RewardResult.NotApplicable($"the prompt has no field '{_options.NumbersField}'"));
        if (!prompt.Fields.TryGetValue(_options.TargetField, out var target) || ExactNumber.Parse(target) is not { } wanted)
            return new(RewardResult.NotApplicable($"the prompt has no number in its field '{_options.TargetField}'"));
        if (_finder.Find(completion.Text) is not { } answer) return new(RewardResult.Of(0, "no answer found"));
        var given = Integer().Matches(numbers).Select(match => BigInteger.Parse(match.ValueSpan, CultureInfo.InvariantCulture));
        return new(Score(answer, [.. given], wanted));
    }

    private RewardCanary Case(string name, string answer, double expected)
    {
        var canary = RewardCanary.Of(name, null, _finder.Write(answer), expected);
        var fields = ImmutableDictionary<string, string>.Empty.Add(_options.NumbersField, "[1, 2, 3]").SetItem(_options.TargetField, "9");
        return canary with { Prompt = canary.Prompt with { Fields = fields } };
    }

    private RewardResult Score(string answer, IReadOnlyList<BigInteger> given, ExactNumber target)
    {
        var parts = answer.Trim(' ', '`', '$', '.').Split('=');
        var expression = Expression.Read(parts[0]);
        if (expression.Value is not { } value) return RewardResult.Of(0, expression.Fault, answer);
        if (parts.Length > 2 || (parts.Length == 2 && ExactNumber.Parse(parts[1]) != value))
            return RewardResult.Of(0, $"what stands behind the equals sign is not {value}", answer);
        if (!expression.Numbers.Order().SequenceEqual(given.Order()))
            return RewardResult.Of(0, $"uses {string.Join(", ", expression.Numbers)}; must use each of {string.Join(", ", given)} once", answer);
        return value == target
            ? RewardResult.Of(1, $"equals {target}", answer)
            : RewardResult.Of(_options.AttemptReward, $"is {value}, not {target}", answer);
    }

    [GeneratedRegex("-?[0-9]{1,30}", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();
}

/// <summary>Options of <c>countdown</c>.</summary>
internal sealed record CountdownOptions : AnswerOptions
{
    /// <summary>
    /// Where the expression may stand, in the order in which the places are tried: the first that has one counts. Any of <c>answer_tag</c>,
    /// <c>marker</c>, <c>boxed</c>, <c>last_line</c>, <c>whole</c>.
    /// </summary>
    public override IReadOnlyList<AnswerPlace> In { get; init; } = [AnswerPlace.AnswerTag, AnswerPlace.Marker, AnswerPlace.LastLine];

    /// <summary>The prompt's field that holds the numbers, a list of integers. <c>nums</c> by default.</summary>
    public string NumbersField { get; init; } = "nums";

    /// <summary>The prompt's field that holds the target. <c>target</c> by default.</summary>
    public string TargetField { get; init; } = "target";

    /// <summary>What an expression is worth that uses the numbers rightly and misses the target. 0 by default; 0.1 in TinyZero.</summary>
    [Range(0, 1, MaximumIsExclusive = true)]
    public double AttemptReward { get; init; }
}

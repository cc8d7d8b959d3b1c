using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;

namespace Agro.Plugins.Rewards.Answers;

/// <summary>
/// 1 if the completion's final number is the prompt's answer, 0 otherwise. Both are rational numbers without rounding (1,000 = 1e3 =
/// 2000/2; a unit in words or a percent sign behind is ignored), and a tolerance is exact too. Does not apply to prompts whose answer is
/// no number.
/// </summary>
[Component("numeric")]
internal sealed class Numeric : IRewardFunction, IRewardCanaries
{
    private readonly AnswerFinder _finder;
    private readonly string _marker;
    private readonly ExactNumber _absolute;
    private readonly ExactNumber _relative;

    /// <summary>Checks the options.</summary>
    /// <param name="options">Where the answer stands and how near it must be.</param>
    /// <exception cref="InputException">There is no place for the answer, or the marker is empty.</exception>
    public Numeric(NumericOptions options)
    {
        _finder = AnswerFinder.Of("numeric", options);
        _marker = options.Marker;
        _absolute = Exact(options.AbsoluteTolerance);
        _relative = Exact(options.RelativeTolerance);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("the number", "2000", _finder.Write("2,000"), 1),
        RewardCanary.Of("a number out of reach", "0", _finder.Write(OutOfReach()), 0),
        RewardCanary.Of("no answer", "42", "", 0),
        RewardCanary.Of("no ground truth", null, _finder.Write("42"), ExpectedReward.None),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
        new(Score(prompt.Answer, completion.Text));

    private RewardResult Score(string? answer, string completion)
    {
        if (answer is null) return RewardResult.NotApplicable("the prompt has no answer");
        if (ExactNumber.Parse(AnswerFinder.AfterMarker(answer, _marker) ?? answer) is not { } expected)
            return RewardResult.NotApplicable($"the prompt's answer '{answer}' is not one number");
        if (_finder.Find(completion) is not { } text) return RewardResult.Of(0, "no answer found");
        if (ExactNumber.Parse(text) is not { } found) return RewardResult.Of(0, $"'{text}' is not one number", text);
        return (found - expected).Abs() <= _absolute + (_relative * expected.Abs())
            ? RewardResult.Of(1, $"{found} equals {expected}", text)
            : RewardResult.Of(0, $"{found} is not {expected}", text);
    }

    private string OutOfReach() => ((_absolute.Numerator / _absolute.Denominator) + BigInteger.One).ToString(CultureInfo.InvariantCulture);

    private static ExactNumber Exact(double tolerance) =>
        ExactNumber.Parse(tolerance.ToString("R", CultureInfo.InvariantCulture)) ?? throw new InputException("numeric: a tolerance is not finite");
}

/// <summary>Options of <c>numeric</c>.</summary>
internal sealed record NumericOptions : AnswerOptions
{
    /// <summary>How far the number may be from the answer. 0, exactly equal, by default.</summary>
    [Range(0, 1e300)]
    public double AbsoluteTolerance { get; init; }

    /// <summary>How far it may be further, as a share of the answer's size: 0.01 for one percent. 0 by default.</summary>
    [Range(0, 1e300)]
    public double RelativeTolerance { get; init; }
}

using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Answers;

/// <summary>
/// 1 if what a regular expression finds in the completion is the prompt's answer, 0 otherwise. The answer found is the first group of the
/// last match, or that whole match; numbers are compared exactly, anything else as text. Does not apply to prompts without an answer. For
/// a reward on the form alone see <c>format</c>.
/// </summary>
[Component("regex")]
internal sealed class RegexAnswer : IRewardFunction, IRewardCanaries
{
    private readonly Regex _pattern;
    private readonly RegexAnswerOptions _options;

    /// <summary>Reads the pattern.</summary>
    /// <param name="options">The pattern.</param>
    /// <exception cref="InputException">It is not a regular expression.</exception>
    public RegexAnswer(RegexAnswerOptions options)
    {
        _options = options;
        try
        {
            _pattern = new Regex(options.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(options.Timeout));
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"regex: pattern: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    /// <remarks>What the pattern finds only the recipe can know: its own canaries should have a right answer.</remarks>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("no answer", "42", "", 0),
        RewardCanary.Of("no ground truth", null, "42", ExpectedReward.None),
    ];

    /// <inheritdoc/>
    /// <exception cref="RegexMatchTimeoutException">The search took too long.</exception>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        if (prompt.Answer is not { } answer) return new(RewardResult.NotApplicable("the prompt has no answer"));
        var matches = _pattern.Matches(completion.Text);
        if (matches.Count == 0) return new(RewardResult.Of(0, "does not match"));
        var match = _options.Match == RegexMatch.First ? matches[0] : matches[^1];
        var found = (match.Groups.Count > 1 ? match.Groups[1] : match).Value.Trim();
        return new(AnswerComparison.AreEqual(found, answer, _options.IgnoreCase)
            ? RewardResult.Of(1, $"'{found}' equals '{answer}'", found)
            : RewardResult.Of(0, $"'{found}' is not '{answer}'", found));
    }
}

/// <summary>Options of <c>regex</c>.</summary>
internal sealed record RegexAnswerOptions
{
    /// <summary>The regular expression, as .NET reads it, such as <c>"answer is (.+)"</c>.</summary>
    public required string Pattern { get; init; }

    /// <summary>Which match counts: the <c>last</c> or the <c>first</c>.</summary>
    public RegexMatch Match { get; init; } = RegexMatch.Last;

    /// <summary>Whether upper and lower case are the same where the answer is compared as text. On by default.</summary>
    public bool IgnoreCase { get; init; } = true;

    /// <summary>Seconds that one search may take; a completion that takes longer is a fault of this reward, not a 0.</summary>
    [Range(0.001, 3600)]
    public double Timeout { get; init; } = 1;
}

/// <summary>Which of several matches counts.</summary>
internal enum RegexMatch
{
    /// <summary>The last.</summary>
    Last,

    /// <summary>The first.</summary>
    First,
}

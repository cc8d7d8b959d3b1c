using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>
/// The share of the completion's words that are keywords, from 0 to 1, full at <c>full_share</c>. It rises with every word: a shaped
/// reward that even a tiny policy improves on, for trying out a recipe.
/// </summary>
[Component("keyword-share")]
internal sealed partial class KeywordShare : IRewardFunction, IRewardCanaries
{
    private readonly HashSet<string> _keywords;
    private readonly double _fullShare;

    /// <summary>Takes the keywords.</summary>
    /// <param name="options">The keywords.</param>
    /// <exception cref="InputException">There are none, or one is not a single word.</exception>
    public KeywordShare(KeywordShareOptions options)
    {
        if (options.Keywords.Count == 0) throw new InputException("keyword-share: keywords is empty");
        if (options.Keywords.FirstOrDefault(keyword => Word().Match(keyword).Value != keyword) is { } wrong)
            throw new InputException($"keyword-share: '{wrong}' is not one word of letters, digits and apostrophes");
        _keywords = new(options.Keywords, StringComparer.OrdinalIgnoreCase);
        _fullShare = options.FullShare;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("a keyword", null, _keywords.First(), 1),
        RewardCanary.Of("no word", null, "", 0),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var words = Word().Matches(completion.Text);
        var hits = words.Count(word => _keywords.Contains(word.Value));
        var share = words.Count == 0 ? 0 : hits / (double)words.Count;
        return new(RewardResult.Of(Math.Min(1, share / _fullShare), $"{hits} of {words.Count} words"));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

/// <summary>Options of <c>keyword-share</c>.</summary>
internal sealed record KeywordShareOptions
{
    /// <summary>The words that count, each a single word; upper and lower case are the same.</summary>
    public required IReadOnlyList<string> Keywords { get; init; }

    /// <summary>The share of words from which on the reward is 1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double FullShare { get; init; } = 1;
}

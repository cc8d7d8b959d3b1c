using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>
/// The share of n-grams that occurred before in the completion, times <c>max_penalty</c>: 0 for a text without repetition, near max_penalty
/// for one that repeats itself throughout (Yeo et al. 2025, arXiv 2502.03373, appendix C.2, as in TRL on tokens and in open-r1 on
/// words). 0 for a completion shorter than an n-gram.
/// </summary>
[Component("repetition")]
internal sealed class Repetition(RepetitionOptions options) : IRewardFunction, IRewardCanaries
{
    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        TokenCanary.Of("no repetition", string.Join(' ', Enumerable.Range(0, options.NgramSize + 1)), [.. Enumerable.Range(0, options.NgramSize + 1)], 0),
        TokenCanary.Of("one of two n-grams repeated", string.Join(' ', Enumerable.Repeat("x", options.NgramSize + 1)), [.. new int[options.NgramSize + 1]], options.MaxPenalty / 2),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> parts = options.Unit == RepetitionUnit.Tokens
            ? [.. completion.Tokens.Select(token => token.ToString(CultureInfo.InvariantCulture))]
            : (options.Lowercase ? completion.Text.ToLowerInvariant() : completion.Text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var total = parts.Count - options.NgramSize + 1;
        if (total < 1) return new(RewardResult.Of(0, $"shorter than {options.NgramSize} {Unit}"));
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < total; i++) distinct.Add(string.Join(' ', parts.Skip(i).Take(options.NgramSize)));
        var share = 1 - (distinct.Count / (double)total);
        return new(RewardResult.Of(0 + (share * options.MaxPenalty), $"{total - distinct.Count} of {total} n-grams of {Unit} are repeated"));
    }

    private string Unit => options.Unit == RepetitionUnit.Tokens ? "tokens" : "words";
}

/// <summary>Options of <c>repetition</c>.</summary>
internal sealed record RepetitionOptions
{
    /// <summary>What n-grams are made of: <c>tokens</c>, or <c>words</c> between white space.</summary>
    public RepetitionUnit Unit { get; init; } = RepetitionUnit.Words;

    /// <summary>How many make an n-gram. 3 by default.</summary>
    [Range(1, 1000)]
    public int NgramSize { get; init; } = 3;

    /// <summary>What a completion of nothing but repetition approaches, at most 0. -1 by default.</summary>
    [Range(-1e300, 0)]
    public double MaxPenalty { get; init; } = -1;

    /// <summary>Whether upper and lower case are the same in words. On by default.</summary>
    public bool Lowercase { get; init; } = true;
}

/// <summary>What n-grams are made of.</summary>
internal enum RepetitionUnit
{
    /// <summary>Words between white space.</summary>
    Words,

    /// <summary>Tokens, the end-of-sequence token included.</summary>
    Tokens,
}

using Agro;
using FuzzySharp;

namespace WordOverlapReward;

/// <summary>
/// Rewards a completion for sharing words with the data's worked answer, in any order, spelling mistakes forgiven: from 0
/// (nothing in common) to 1 (all words of one are in the other).
/// </summary>
/// <param name="options">The options.</param>
[Component("word-overlap")]
public sealed class WordOverlap(WordOverlapOptions options) : IRewardFunction
{
    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
        new(Score(prompt, completion));

    private RewardResult Score(Prompt prompt, Completion completion)
    {
        if ((prompt.Demonstration ?? prompt.Answer) is not { } reference) return RewardResult.NotApplicable("the prompt has no answer");
        var percent = Fuzz.TokenSetRatio(completion.Text.ToLowerInvariant(), reference.ToLowerInvariant());
        var overlap = percent / 100.0;
        return RewardResult.Of(overlap < options.Floor ? 0 : overlap, $"{percent} % of the words agree");
    }
}

/// <summary>Options of word-overlap.</summary>
public sealed record WordOverlapOptions
{
    /// <summary>An overlap below this, from 0 to 1, is worth nothing.</summary>
    public double Floor { get; init; }
}

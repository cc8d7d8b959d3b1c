using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>
/// A reward for being right that falls with the completion's length along half a cosine, and one for being wrong that rises with it: short
/// right answers are best, short wrong ones worst (Yeo et al. 2025, arXiv 2502.03373, section 4.1, as in TRL and open-r1). Beyond max_length nothing changes.
/// Does not apply where the judge does not.
/// </summary>
[Component("cosine-length")]
internal sealed class CosineLength : IRewardFunction, IRewardCanaries
{
    private readonly CosineLengthOptions _options;
    private readonly IRewardFunction _judge;

    /// <summary>Checks the options.</summary>
    /// <param name="options">The values, and what decides between right and wrong.</param>
    /// <exception cref="InputException">There is not exactly one judge, or its options are wrong.</exception>
    public CosineLength(CosineLengthOptions options)
    {
        _options = options;
        _judge = options.Judge.Make("cosine-length");
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries => _judge is not IRewardCanaries judge ? [] :
    [
        .. judge.Canaries.Select(canary => canary with { Expected = [.. canary.Completions.Zip(canary.Expected, Expected)] }),
    ];

    /// <inheritdoc/>
    public async ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var verdict = await _judge.ScoreAsync(prompt, completion, cancellationToken);
        if (verdict.Value is not { } value) return verdict;
        var isRight = value >= 1;
        var length = LengthOf(completion);
        return RewardResult.Of(
            Of(isRight, length),
            $"{(isRight ? "right" : "wrong")} with {length} of {_options.MaxLength} {(_options.Unit == LengthUnit.Tokens ? "tokens" : "characters")}: {verdict.Reason}",
            verdict.Extracted);
    }

    // What the judge says of its own cases is known, and so is what becomes of it.
    private ExpectedReward Expected(Completion completion, ExpectedReward verdict) =>
        verdict.Applies ? Of(verdict.AtLeast >= 1 - 1e-6, LengthOf(completion)) : ExpectedReward.None;

    private int LengthOf(Completion completion) => _options.Unit == LengthUnit.Tokens ? completion.Tokens.Length : completion.Text.Length;

    private double Of(bool isRight, int length)
    {
        var progress = Math.Min(1, length / (double)_options.MaxLength);
        var (atZero, atFull) = isRight
            ? (_options.MaxValueCorrect, _options.MinValueCorrect)
            : (_options.MinValueWrong, _options.MaxValueWrong);
        return atFull + (0.5 * (atZero - atFull) * (1 + Math.Cos(progress * Math.PI)));
    }
}

/// <summary>Options of <c>cosine-length</c>.</summary>
internal sealed record CosineLengthOptions
{
    /// <summary>The reward that decides whether a completion is right (1 or more) or wrong, such as <c>{ numeric: {} }</c>.</summary>
    public required JudgeOptions Judge { get; init; }

    /// <summary>What is counted: <c>tokens</c>, the end-of-sequence token included, or <c>characters</c> of the text (as in open-r1).</summary>
    public LengthUnit Unit { get; init; } = LengthUnit.Tokens;

    /// <summary>The length at which the cosine ends. 1,000 by default.</summary>
    [Range(1, int.MaxValue)]
    public int MaxLength { get; init; } = 1000;

    /// <summary>The value of an empty wrong completion.</summary>
    public double MinValueWrong { get; init; } = -1;

    /// <summary>The value of a wrong completion of max_length.</summary>
    public double MaxValueWrong { get; init; } = -0.5;

    /// <summary>The value of a right completion of max_length.</summary>
    public double MinValueCorrect { get; init; } = 0.5;

    /// <summary>The value of an empty right completion, which shorter right ones approach.</summary>
    public double MaxValueCorrect { get; init; } = 1;
}

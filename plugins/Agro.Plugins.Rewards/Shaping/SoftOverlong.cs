using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>
/// DAPO's soft overlong punishment (Yu et al. 2025, arXiv 2503.14476, eq. 13): 0 up to max_tokens - buffer, falling linearly to -1 at
/// max_tokens, and -1 beyond.
/// </summary>
[Component("soft-overlong")]
internal sealed class SoftOverlong : IRewardFunction, IRewardCanaries
{
    private readonly SoftOverlongOptions _options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">The limits.</param>
    /// <exception cref="InputException">The buffer is longer than the limit.</exception>
    public SoftOverlong(SoftOverlongOptions options)
    {
        if (options.Buffer > options.MaxTokens)
            throw new InputException($"soft-overlong: buffer ({options.Buffer}) is above max_tokens ({options.MaxTokens})");
        _options = options;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries
    {
        get
        {
            var nothing = TokenCanary.Of("nothing", "", [], 0);
            return _options.MaxTokens > TokenCanary.Longest ? [nothing] : [nothing, TokenCanary.Of("too long", "", [.. new int[_options.MaxTokens]], -1)];
        }
    }

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var exceeded = completion.Tokens.Length - (_options.MaxTokens - _options.Buffer);
        var penalty = Math.Clamp(exceeded / (double)_options.Buffer, 0, 1);
        return new(RewardResult.Of(0 - penalty, $"{completion.Tokens.Length} of {_options.MaxTokens} tokens"));
    }
}

/// <summary>Options of <c>soft-overlong</c>.</summary>
internal sealed record SoftOverlongOptions
{
    /// <summary>The length in tokens from which on the reward is -1: the rollouts' token limit. 20,480 in the paper.</summary>
    [Range(1, int.MaxValue)]
    public required int MaxTokens { get; init; }

    /// <summary>How many tokens before max_tokens the penalty begins. 4,096 in the paper.</summary>
    [Range(1, int.MaxValue)]
    public required int Buffer { get; init; }
}

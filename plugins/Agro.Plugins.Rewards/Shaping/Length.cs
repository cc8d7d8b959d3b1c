using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>
/// A linear penalty from 0 down to -1 on the completion's length: for each token (or character) away from <c>target</c>, or beyond
/// <c>limit</c>, one part in as many as the target or limit has.
/// </summary>
[Component("length")]
internal sealed class Length : IRewardFunction, IRewardCanaries
{
    private readonly LengthOptions _options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">What is measured, and against what.</param>
    /// <exception cref="InputException">Neither or both of target and limit are given.</exception>
    public Length(LengthOptions options)
    {
        if (options.Target is null == options.Limit is null)
            throw new InputException("length: give either target (a length to aim at) or limit (a length not to exceed)");
        _options = options;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries
    {
        get
        {
            var nothing = TokenCanary.Of("nothing", "", [], _options.Target is null ? 0 : -1);
            var size = _options.Target ?? _options.Limit!.Value;
            if (size > TokenCanary.Longest) return [nothing];
            return
            [
                nothing,
                TokenCanary.Of("as long as it may be", new string('x', size), [.. new int[size]], 0),
                TokenCanary.Of("twice as long", new string('x', 2 * size), [.. new int[2 * size]], -1),
            ];
        }
    }

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var tokens = _options.Unit == LengthUnit.Tokens;
        var length = tokens ? completion.Tokens.Length : completion.Text.Length;
        var off = _options.Target is { } target ? Math.Abs(length - target) : Math.Max(0, length - _options.Limit!.Value);
        var scale = _options.Target ?? _options.Limit!.Value;
        return new(RewardResult.Of(0 - Math.Min(1, off / (double)scale), $"{length} {(tokens ? "tokens" : "characters")}, {off} off"));
    }
}

/// <summary>Options of <c>length</c>.</summary>
internal sealed record LengthOptions
{
    /// <summary>What is counted: <c>tokens</c>, the end-of-sequence token included, or <c>characters</c> of the text.</summary>
    public LengthUnit Unit { get; init; } = LengthUnit.Tokens;

    /// <summary>The length to aim at: 0 there, -1 at nothing and at twice as much.</summary>
    [Range(1, int.MaxValue)]
    public int? Target { get; init; }

    /// <summary>The length not to exceed: 0 up to there, -1 at twice as much.</summary>
    [Range(1, int.MaxValue)]
    public int? Limit { get; init; }
}

/// <summary>What a length is counted in.</summary>
internal enum LengthUnit
{
    /// <summary>Tokens.</summary>
    Tokens,

    /// <summary>Characters (UTF-16).</summary>
    Characters,
}

using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// PPO's clipped surrogate (Schulman et al. 2017, arXiv 1707.06347): -min(ratio A, clip(ratio) A). With dual clip (Ye et al. 2020,
/// arXiv 1912.09729) the loss of a negative advantage is at most DualClip |A|.
/// </summary>
/// <param name="Low">The ratio is clipped from below at 1 - Low.</param>
/// <param name="High">The ratio is clipped from above at 1 + High.</param>
/// <param name="DualClip">The bound for negative advantages; null for none.</param>
internal sealed record ClippedSurrogate(double Low, double High, double? DualClip = null)
{
    /// <summary>Why algorithms with it take only completions whose behavior log-probabilities are known.</summary>
    public const string DataReason = "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <summary>Makes the surrogate that options describe.</summary>
    /// <param name="options">The options.</param>
    public static ClippedSurrogate Of(ClippedOptions options) => new(options.ClipLow, options.ClipHigh, options.DualClip);

    /// <summary>Computes the surrogate.</summary>
    /// <param name="ratio">Importance ratios, <c>[B, T]</c> or <c>[B]</c>; carry gradient.</param>
    /// <param name="advantages">Advantages of a shape that spreads over the ratios.</param>
    /// <returns>A loss of the ratios' shape.</returns>
    public Tensor Loss(Tensor ratio, Tensor advantages)
    {
        var loss = -minimum(ratio * advantages, ratio.clamp(Constant.Of(1 - Low), Constant.Of(1 + High)) * advantages);
        return DualClip is { } bound ? where(advantages < Constant.Of(0), minimum(loss, Constant.Of(-bound) * advantages), loss) : loss;
    }

    /// <summary>How often clipping took the gradient away, and the mean ratio.</summary>
    /// <param name="ratio">As given to <see cref="Loss"/>.</param>
    /// <param name="advantages">As given to <see cref="Loss"/>.</param>
    /// <param name="mean">Averages a tensor of the ratios' shape.</param>
    /// <returns>Metrics by name.</returns>
    public Dictionary<string, double> Metrics(Tensor ratio, Tensor advantages, Func<Tensor, Tensor> mean)
    {
        using var _ = no_grad();
        var low = Share((ratio < Constant.Of(1 - Low)) & (advantages < Constant.Of(0)));
        var high = Share((ratio > Constant.Of(1 + High)) & (advantages > Constant.Of(0)));
        var metrics = new Dictionary<string, double>
        {
            ["clip_ratio/low_mean"] = low,
            ["clip_ratio/high_mean"] = high,
            ["clip_ratio/region_mean"] = low + high,
            ["importance_ratio/mean"] = mean(ratio).ToDouble(),
        };
        if (DualClip is { } bound) metrics["clip_ratio/dual_mean"] = Share((ratio > Constant.Of(bound)) & (advantages < Constant.Of(0)));
        return metrics;

        double Share(Tensor clipped) => mean(clipped.to_type(ratio.dtype)).ToDouble();
    }
}

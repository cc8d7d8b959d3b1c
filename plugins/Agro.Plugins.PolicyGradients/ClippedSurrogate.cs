using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>PPO's clipped surrogate (Schulman et al. 2017, arXiv 1707.06347): -min(ratio A, clip(ratio) A).</summary>
/// <param name="Low">The ratio is clipped from below at 1 - Low.</param>
/// <param name="High">The ratio is clipped from above at 1 + High.</param>
internal sealed record ClippedSurrogate(double Low, double High)
{
    /// <summary>Computes the surrogate.</summary>
    /// <param name="ratio">Importance ratios, <c>[B, T]</c> or <c>[B]</c>; carry gradient.</param>
    /// <param name="advantages">Advantages of a shape that spreads over the ratios.</param>
    /// <returns>A loss of the ratios' shape.</returns>
    public Tensor Loss(Tensor ratio, Tensor advantages) =>
        -minimum(ratio * advantages, ratio.clamp(Constant.Of(1 - Low), Constant.Of(1 + High)) * advantages);

    /// <summary>How often clipping took the gradient away, and the mean ratio.</summary>
    /// <param name="ratio">As given to <see cref="Loss"/>.</param>
    /// <param name="advantages">As given to <see cref="Loss"/>.</param>
    /// <param name="mean">Averages a tensor of the ratios' shape.</param>
    /// <returns>Metrics by name.</returns>
    public Dictionary<string, double> Metrics(Tensor ratio, Tensor advantages, Func<Tensor, Tensor> mean)
    {
        using var _ = no_grad();
        var low = mean(((ratio < Constant.Of(1 - Low)) & (advantages < Constant.Of(0))).to_type(ratio.dtype)).ToDouble();
        var high = mean(((ratio > Constant.Of(1 + High)) & (advantages > Constant.Of(0))).to_type(ratio.dtype)).ToDouble();
        return new()
        {
            ["clip_ratio/low_mean"] = low,
            ["clip_ratio/high_mean"] = high,
            ["clip_ratio/region_mean"] = low + high,
            ["importance_ratio/mean"] = mean(ratio).ToDouble(),
        };
    }
}

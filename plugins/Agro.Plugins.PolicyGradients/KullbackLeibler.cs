using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Estimators of KL(policy || reference policy) from one sampled token (Schulman 2020, "Approximating KL divergence").</summary>
internal enum KlEstimator
{
    /// <summary>The log-ratio: unbiased, of high variance; as a loss its expected gradient on-policy is zero.</summary>
    K1,

    /// <summary>Half the squared log-ratio: biased in value, right in its gradient on-policy.</summary>
    K2,

    /// <summary>exp(-log-ratio) - 1 + log-ratio: unbiased and never negative; its gradient is that of the forward KL.</summary>
    K3,
}

/// <summary>The estimators' formulas.</summary>
internal static class KullbackLeibler
{
    /// <summary>Estimates the KL at each token.</summary>
    /// <param name="logRatio">log(policy / reference policy), <c>[B, T]</c>.</param>
    /// <param name="estimator">Which estimate.</param>
    /// <returns><c>[B, T]</c>, in nats.</returns>
    public static Tensor PerToken(Tensor logRatio, KlEstimator estimator) => estimator switch
    {
        KlEstimator.K1 => logRatio,
        KlEstimator.K2 => logRatio * logRatio / Constant.Of(2),
        _ => (-logRatio).exp() - Constant.Of(1) + logRatio,
    };
}

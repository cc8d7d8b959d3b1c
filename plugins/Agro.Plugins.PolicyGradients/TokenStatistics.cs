using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Statistics over the own tokens of all completions of a batch.</summary>
internal static class TokenStatistics
{
    extension(PolicyBatch batch)
    {
        /// <summary>1 at each completion's last own token, 0 elsewhere, <c>[B, T]</c>.</summary>
        public Tensor LastTokens() => batch.Mask * batch.ToGo(batch.Mask).eq(Constant.Of(1)).to_type(batch.Mask.dtype);

        /// <summary>The sum of each own token's number and of those after it, <c>[B, T]</c>.</summary>
        /// <param name="perToken"><c>[B, T]</c>.</param>
        public Tensor ToGo(Tensor perToken) => (perToken * batch.Mask).flip(1).cumsum(1).flip(1);

        /// <summary>The sample variance (n - 1) over all own tokens, a scalar.</summary>
        /// <param name="perToken"><c>[B, T]</c>.</param>
        public Tensor TokenVariance(Tensor perToken)
        {
            var deviations = (perToken - batch.MeanOverAllTokens(perToken)) * batch.Mask;
            return (deviations * deviations).sum() / (batch.Mask.sum() - Constant.Of(1)).clamp_min(Constant.Of(1));
        }

        /// <summary>
        /// Brings the own tokens' numbers to mean 0 and variance 1 over the batch, <c>[B, T]</c>; equal numbers become 0.
        /// </summary>
        /// <param name="perToken"><c>[B, T]</c>.</param>
        public Tensor Whitened(Tensor perToken) =>
            (perToken - batch.MeanOverAllTokens(perToken)) * batch.Mask * (batch.TokenVariance(perToken) + Constant.Of(1e-8)).rsqrt();
    }
}

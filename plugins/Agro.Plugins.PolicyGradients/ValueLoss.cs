using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// The critic's loss: half the mean over tokens of max((V - return)^2, (clip(V, V_old - c, V_old + c) - return)^2), as OpenAI's baselines
/// introduced it for PPO.
/// </summary>
/// <param name="Loss">A scalar, with gradient to the values.</param>
/// <param name="Metrics">How well the critic knows the returns, under verl's names.</param>
internal sealed record ValueLoss(Tensor Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>Computes the loss.</summary>
    /// <param name="batch">The batch, with values.</param>
    /// <param name="returns">What the values should have been, <c>[B, T]</c>.</param>
    /// <param name="clip">How far a value may move in one step's updates, in units of reward; 0 for any distance.</param>
    public static ValueLoss Of(PolicyBatch batch, Tensor returns, double clip)
    {
        var values = batch.CriticValues;
        var old = batch.OldCriticValues;
        var error = (values - returns).square();
        var clipped = clip == 0 ? error : (old + (values - old).clamp(Constant.Of(-clip), Constant.Of(clip)) - returns).square();
        var loss = batch.MeanOverAllTokens(maximum(error, clipped)) / Constant.Of(2);
        using var _ = no_grad();
        var spread = batch.TokenVariance(returns).ToDouble();
        return new(loss, new Dictionary<string, double>
        {
            ["critic/vf_loss"] = loss.ToDouble(),
            ["critic/vf_clipfrac"] = batch.MeanOverAllTokens((clipped > error).to_type(error.dtype)).ToDouble(),
            // Nothing is explained where nothing varies.
            ["critic/vf_explained_var"] = spread == 0 ? 0 : 1 - (batch.TokenVariance(returns - old).ToDouble() / spread),
        });
    }
}

/// <summary>Values of the critic head.</summary>
internal static class CriticOutputs
{
    extension(PolicyBatch batch)
    {
        /// <summary>Values of the critic as it is now, <c>[B, T]</c>, with gradient.</summary>
        public Tensor CriticValues => batch.Values ?? throw new InvalidOperationException("the batch lacks the critic's values");

        /// <summary>Values of the critic before the first update on this batch, <c>[B, T]</c>, constant.</summary>
        public Tensor OldCriticValues => batch.OldValues
            ?? (batch.Iteration == 0
                ? batch.CriticValues.detach()
                : throw new InvalidOperationException("the batch lacks the critic's values before its first update"));
    }
}

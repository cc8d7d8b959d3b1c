using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Log-ratios of the policy being trained to the policies that it is compared with; 0 outside the mask.</summary>
internal static class LogRatios
{
    extension(PolicyBatch batch)
    {
        /// <summary>Log-probabilities of the reference policy, <c>[B, T]</c>.</summary>
        public Tensor Reference => batch.ReferenceLogProbs
            ?? throw new InvalidOperationException("the batch lacks the reference policy's log-probabilities");

        /// <summary>Log-probabilities of the behavior policy, <c>[B, T]</c>.</summary>
        public Tensor Behavior => batch.BehaviorLogProbs
            ?? throw new InvalidOperationException("the batch lacks the behavior policy's log-probabilities");

        /// <summary>Entropies of the next-token distribution, <c>[B, T]</c>, in nats.</summary>
        public Tensor EntropiesOfTokens => batch.Entropies ?? throw new InvalidOperationException("the batch lacks the policy's entropies");

        /// <summary>Log-probabilities of the policy before the first update on this batch, <c>[B, T]</c>, constant.</summary>
        public Tensor Old => batch.OldLogProbs
            ?? (batch.Iteration == 0
                ? batch.LogProbs.detach()
                : throw new InvalidOperationException("the batch lacks the log-probabilities before its first update"));

        /// <summary>log(policy / reference policy) of each token, <c>[B, T]</c>, in nats.</summary>
        public Tensor LogRatioToReference => (batch.LogProbs - batch.Reference) * batch.Mask;

        /// <summary>log(policy / behavior policy) of each token, <c>[B, T]</c>, in nats.</summary>
        public Tensor LogRatioToBehavior => (batch.LogProbs - batch.Behavior) * batch.Mask;

        /// <summary>
        /// The regularized reward r - beta log(policy / reference policy), <c>[B]</c>, of the policy as it is now; carries gradient.
        /// </summary>
        /// <param name="beta">The KL coefficient.</param>
        public Tensor RegularizedRewards(double beta) => batch.Rewards - Constant.Of(beta) * batch.LogRatioToReference.sum(1);
    }
}

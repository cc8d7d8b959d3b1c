using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Where a KL penalty enters.</summary>
internal enum KlPlace
{
    /// <summary>Subtracted from the reward, frozen when the completion was sampled.</summary>
    Reward,

    /// <summary>Added to the loss, of the policy as it is now.</summary>
    Loss,
}

/// <summary>
/// The penalty beta KL(policy || reference policy), per token. An adaptive coefficient follows Ziegler et al. 2019 (arXiv 1909.08593):
/// after each step it is multiplied by 1 + clip(KL / target - 1, -0.2, 0.2) B / horizon, with the KL in nats per completion.
/// </summary>
/// <param name="options">Estimator, place and coefficient.</param>
internal sealed class KlPenalty(SurrogateOptions options)
{
    private const string CoefficientKey = "kl_coefficient";

    /// <summary>The coefficient of the next step.</summary>
    public double Coefficient { get; private set; } = options.Beta;

    /// <summary>What the penalty needs.</summary>
    public AlgorithmNeeds Needs => options.Beta == 0 ? AlgorithmNeeds.None
        : options.KlIn == KlPlace.Loss ? AlgorithmNeeds.Reference
        : AlgorithmNeeds.Reference | AlgorithmNeeds.Behavior;

    private bool IsAdaptive => options is { KlTarget: > 0, Beta: > 0 };

    /// <summary>What the reward of each token loses, <c>[B, T]</c>, of the policy that sampled it; null for nothing.</summary>
    /// <param name="batch">The batch.</param>
    public Tensor? InReward(PolicyBatch batch) => options.Beta > 0 && options.KlIn == KlPlace.Reward
        ? Weighted(batch, KullbackLeibler.PerToken((batch.Behavior - batch.Reference) * batch.Mask, options.Kl))
        : null;

    /// <summary>What the loss of each token gains, <c>[B, T]</c>, of the policy as it is now, with gradient; null for nothing.</summary>
    /// <param name="batch">The batch.</param>
    public Tensor? InLoss(PolicyBatch batch) => options.Beta > 0 && options.KlIn == KlPlace.Loss
        ? Weighted(batch, KullbackLeibler.PerToken(batch.LogRatioToReference, options.Kl))
        : null;

    /// <summary>Moves an adaptive coefficient, once for each step, after the loss was made with it.</summary>
    /// <param name="batch">The step's batch.</param>
    /// <returns>The metrics of an adaptive penalty; none of a fixed one.</returns>
    public IEnumerable<KeyValuePair<string, double>> Adapt(PolicyBatch batch)
    {
        if (!IsAdaptive) return [];
        var used = Coefficient;
        if (batch.Iteration == 0)
        {
            using var _ = no_grad();
            var logRatio = options.KlIn == KlPlace.Loss ? batch.LogRatioToReference : (batch.Behavior - batch.Reference) * batch.Mask;
            var divergence = KullbackLeibler.PerToken(logRatio, options.Kl).sum(1).mean().ToDouble();
            var error = Math.Clamp((divergence / options.KlTarget) - 1, -0.2, 0.2);
            // A KL that is not a number would stay in the coefficient for good.
            if (!double.IsNaN(error)) Coefficient *= Math.Max(0, 1 + (error * batch.Rewards.size(0) / options.KlHorizon));
        }

        return [new(CoefficientKey, used)];
    }

    /// <summary>Saves an adaptive coefficient; of a fixed one there is nothing to save.</summary>
    public ComponentState Save() => new(1, IsAdaptive ? new() { [CoefficientKey] = Coefficient } : []);

    /// <summary>Goes on with a saved coefficient, unless the recipe now fixes it.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    public void Load(ComponentState state)
    {
        if (IsAdaptive && state.Data[CoefficientKey] is JsonValue value) Coefficient = value.GetValue<double>();
    }

    // The coefficient differs from step to step, so it is a tensor and no constant.
    private Tensor Weighted(PolicyBatch batch, Tensor perToken) => tensor(Coefficient, perToken.dtype, batch.Rewards.device) * perToken;
}

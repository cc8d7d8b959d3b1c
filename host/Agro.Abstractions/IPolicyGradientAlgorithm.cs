using TorchSharp;

namespace Agro;

/// <summary>What an algorithm needs besides the log-probabilities of the policy. The host computes only what is asked for.</summary>
[Flags]
public enum AlgorithmNeeds
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Log-probabilities under the reference policy.</summary>
    Reference = 1,

    /// <summary>Log-probabilities under the behavior policy; data without them is refused.</summary>
    Behavior = 2,

    /// <summary>The entropy of the next-token distribution, with gradient.</summary>
    Entropy = 4,

    /// <summary>Values of a critic head, with gradient.</summary>
    Values = 8,

    /// <summary>Trained on the data's demonstrations instead of sampled completions.</summary>
    Demonstrations = 16,

    /// <summary>Valid only for completions of the present policy: replayed, late and given completions are refused.</summary>
    OnPolicy = 32,

    /// <summary>Learns from differences within a group: a prompt with one completion teaches it nothing.</summary>
    Groups = 64,
}

/// <summary>
/// A policy-gradient variant: a loss of the log-probabilities of one optimizer batch. The host turns its gradient with respect to
/// those log-probabilities into the gradient of the policy, in micro-batches, so an implementation never meets micro-batches,
/// accumulation or devices.
/// </summary>
public interface IPolicyGradientAlgorithm
{
    /// <summary>What the loss needs.</summary>
    AlgorithmNeeds Needs { get; }

    /// <summary>
    /// Why the algorithm takes only the data that <see cref="Needs"/> says (<see cref="AlgorithmNeeds.OnPolicy"/>,
    /// <see cref="AlgorithmNeeds.Behavior"/>), and what would take other data: a clause that the host appends when it refuses a recipe,
    /// such as <c>its clipped ratio divides by the behavior policy; agro takes such data</c>. Null for the host's own words.
    /// </summary>
    string? DataReason => null;

    /// <summary>Computes the loss of a whole optimizer batch.</summary>
    /// <param name="batch">Every group of the step.</param>
    /// <returns>The loss to minimize, and metrics.</returns>
    PolicyLoss ComputeLoss(PolicyBatch batch);
}

/// <summary>A loss and what else is worth logging about it.</summary>
/// <param name="Loss">A scalar that carries gradient to <see cref="PolicyBatch.LogProbs"/>.</param>
public sealed record PolicyLoss(torch.Tensor Loss)
{
    /// <summary>Metrics by name (without prefix), logged with the step.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}

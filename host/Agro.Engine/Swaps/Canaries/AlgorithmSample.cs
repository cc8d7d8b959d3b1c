using static TorchSharp.torch;

namespace Agro.Engine.Swaps.Canaries;

/// <summary>A step's batch with the loss and the gradient that the algorithm gave, kept to try another version of it on.</summary>
internal sealed class AlgorithmSample : IDisposable
{
    private readonly List<Tensor> _tensors = [];

    /// <summary>Copies a batch after its backward pass.</summary>
    /// <param name="batch">The batch; its leaves have gradients.</param>
    /// <param name="loss">The loss.</param>
    public AlgorithmSample(PolicyBatch batch, double loss)
    {
        using var guard = no_grad();
        Loss = loss;
        Batch = new PolicyBatch
        {
            LogProbs = Copy(batch.LogProbs),
            Mask = Copy(batch.Mask),
            Rewards = Copy(batch.Rewards),
            Group = Copy(batch.Group),
            GroupCount = batch.GroupCount,
            OldLogProbs = CopyIfAny(batch.OldLogProbs),
            BehaviorLogProbs = CopyIfAny(batch.BehaviorLogProbs),
            ReferenceLogProbs = CopyIfAny(batch.ReferenceLogProbs),
            Entropies = CopyIfAny(batch.Entropies),
            Values = CopyIfAny(batch.Values),
            OldValues = CopyIfAny(batch.OldValues),
            PolicyVersion = CopyIfAny(batch.PolicyVersion),
            Step = batch.Step,
            Iteration = batch.Iteration,
        };
        Gradients = [.. Leaves(batch).Select(leaf => CopyIfAny(leaf?.grad))];
    }

    /// <summary>The batch; its leaves carry no gradient.</summary>
    public PolicyBatch Batch { get; }

    /// <summary>The loss.</summary>
    public double Loss { get; }

    /// <summary>The loss's gradient by each leaf; null where it does not depend on it.</summary>
    public IReadOnlyList<Tensor?> Gradients { get; }

    /// <summary>The tensors of a batch that may carry gradient: log-probabilities, entropies, values. Null where it has none.</summary>
    /// <param name="batch">The batch.</param>
    public static IReadOnlyList<Tensor?> Leaves(PolicyBatch batch) => [batch.LogProbs, batch.Entropies, batch.Values];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
    }

    private Tensor? CopyIfAny(Tensor? tensor) => tensor is null ? null : Copy(tensor);

    /// <summary>Outside every scope: another thread disposes it.</summary>
    private Tensor Copy(Tensor tensor)
    {
        var copy = tensor.detach().clone().DetachFromDisposeScope();
        _tensors.Add(copy);
        return copy;
    }
}

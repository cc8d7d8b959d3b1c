using static TorchSharp.torch;

namespace Agro;

/// <summary>
/// One optimizer batch: every completion of the step, padded on the right to the longest. B is the number of completions, T the
/// length of the longest. All tensors are on one device and of one floating type; padding holds zeros.
/// </summary>
public sealed record PolicyBatch
{
    /// <summary>Log-probabilities of the policy being trained, <c>[B, T]</c>; a leaf that carries gradient.</summary>
    public required Tensor LogProbs { get; init; }

    /// <summary>1 on completion tokens that the policy chose, 0 on padding and tool output; <c>[B, T]</c>.</summary>
    public required Tensor Mask { get; init; }

    /// <summary>Rewards, <c>[B]</c>.</summary>
    public required Tensor Rewards { get; init; }

    /// <summary>Index of each completion's prompt among the batch's prompts, <c>[B]</c>, int64, from 0 to <see cref="GroupCount"/> - 1.</summary>
    public required Tensor Group { get; init; }

    /// <summary>How many prompts the batch holds.</summary>
    public required int GroupCount { get; init; }

    /// <summary>
    /// <see cref="LogProbs"/> as they were before the first update on this batch, <c>[B, T]</c>, constant; null in the first update
    /// itself, where they are the same numbers.
    /// </summary>
    public Tensor? OldLogProbs { get; init; }

    /// <summary>Log-probabilities of the behavior policy, <c>[B, T]</c>; null when some are unknown.</summary>
    public Tensor? BehaviorLogProbs { get; init; }

    /// <summary>Log-probabilities of the reference policy, <c>[B, T]</c>; null unless the algorithm needs them.</summary>
    public Tensor? ReferenceLogProbs { get; init; }

    /// <summary>Entropies of the next-token distribution in nats, <c>[B, T]</c>; a leaf; null unless the algorithm needs them.</summary>
    public Tensor? Entropies { get; init; }

    /// <summary>Values of the critic head, <c>[B, T]</c>; a leaf; null unless the algorithm needs them.</summary>
    public Tensor? Values { get; init; }

    /// <summary>
    /// <see cref="Values"/> as they were before the first update on this batch, <c>[B, T]</c>, constant; null unless the algorithm
    /// needs values.
    /// </summary>
    public Tensor? OldValues { get; init; }

    /// <summary>The version of the policy that made each completion, <c>[B]</c>, int64; -1 when unknown.</summary>
    public Tensor? PolicyVersion { get; init; }

    /// <summary>The optimizer step, counted from 0.</summary>
    public long Step { get; init; }

    /// <summary>Which update on the same rollouts this is, counted from 0.</summary>
    public int Iteration { get; init; }

    /// <summary>Sums a per-token tensor over each completion's own tokens.</summary>
    /// <param name="perToken"><c>[B, T]</c>.</param>
    /// <returns><c>[B]</c>.</returns>
    public Tensor SumOverTokens(Tensor perToken) => (perToken * Mask).sum(1);

    /// <summary>Averages a per-token tensor over each completion's own tokens.</summary>
    /// <param name="perToken"><c>[B, T]</c>.</param>
    /// <returns><c>[B]</c>.</returns>
    public Tensor MeanOverTokens(Tensor perToken) => SumOverTokens(perToken) / TokenCounts();

    /// <summary>Averages a per-token tensor over all tokens of the batch.</summary>
    /// <param name="perToken"><c>[B, T]</c>.</param>
    /// <returns>A scalar.</returns>
    public Tensor MeanOverAllTokens(Tensor perToken) => (perToken * Mask).sum() / AtLeastOne(Mask.sum());

    /// <summary>Counts each completion's own tokens, at least 1.</summary>
    /// <returns><c>[B]</c>.</returns>
    public Tensor TokenCounts() => AtLeastOne(Mask.sum(1));

    /// <summary>Sums a per-completion tensor over the prompts' groups.</summary>
    /// <param name="perCompletion"><c>[B]</c>.</param>
    /// <returns><c>[P]</c>, one per prompt.</returns>
    public Tensor GroupSum(Tensor perCompletion) =>
        zeros([GroupCount], perCompletion.dtype, perCompletion.device).scatter_add(0, Group, perCompletion);

    /// <summary>Counts the completions of each prompt.</summary>
    /// <returns><c>[P]</c>, one per prompt.</returns>
    public Tensor GroupCounts() => GroupSum(ones_like(Rewards));

    /// <summary>Averages a per-completion tensor over each completion's group, itself included.</summary>
    /// <param name="perCompletion"><c>[B]</c>.</param>
    /// <returns><c>[B]</c>.</returns>
    public Tensor GroupMean(Tensor perCompletion) => (GroupSum(perCompletion) / GroupCounts()).index_select(0, Group);

    /// <summary>
    /// Averages a per-completion tensor over the other completions of each completion's group; 0 where there is no other.
    /// </summary>
    /// <param name="perCompletion"><c>[B]</c>.</param>
    /// <returns><c>[B]</c>.</returns>
    public Tensor LeaveOneOutMean(Tensor perCompletion)
    {
        var sums = GroupSum(perCompletion).index_select(0, Group);
        var others = GroupCounts().index_select(0, Group) - ones_like(Rewards);
        return (sums - perCompletion) * others.sign() / AtLeastOne(others);
    }

    /// <summary>The sample standard deviation (n - 1) of each completion's group; 0 for a group of one.</summary>
    /// <param name="perCompletion"><c>[B]</c>.</param>
    /// <returns><c>[B]</c>.</returns>
    public Tensor GroupStandardDeviation(Tensor perCompletion)
    {
        var deviations = perCompletion - GroupMean(perCompletion);
        var counts = GroupCounts();
        return (GroupSum(deviations * deviations) / AtLeastOne(counts - ones_like(counts))).sqrt().index_select(0, Group);
    }

    // No plain numbers in these formulas: TorchSharp wraps each in a Scalar that the collector may free while native code reads it.
    private static Tensor AtLeastOne(Tensor counts) => maximum(counts, ones_like(counts));
}

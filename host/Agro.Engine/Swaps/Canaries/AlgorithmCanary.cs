using System.Text.Json.Nodes;
using Agro.Engine.Recipes;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Swaps.Canaries;

/// <summary>
/// Takes the last step's loss with a new version of an algorithm and compares it, and its gradient with respect to the
/// log-probabilities (entropies and values alike), with those that the old version gave.
/// </summary>
internal static class AlgorithmCanary
{
    /// <summary>Tries a new version.</summary>
    /// <param name="slot">Its place in the recipe.</param>
    /// <param name="algorithm">The new version.</param>
    /// <param name="sample">What it is tried on.</param>
    /// <param name="limits">What the recipe allows.</param>
    /// <exception cref="AgroException">Its loss cannot be trained on.</exception>
    public static CanaryReport Try(string slot, IPolicyGradientAlgorithm algorithm, AlgorithmSample sample, SwapSection limits)
    {
        using var scope = NewDisposeScope();
        var batch = WithLeaves(sample.Batch, algorithm.Needs);
        var result = algorithm.ComputeLoss(batch).Loss;
        if (result.numel() != 1) throw new AgroException($"its loss is no scalar but has the shape [{string.Join(", ", result.shape)}]");
        var loss = DeviceTransfer.Number(result.detach());
        if (result.requires_grad) result.backward();
        var (difference, before, after) = Distance(AlgorithmSample.Leaves(batch), sample.Gradients);
        if (!double.IsFinite(loss) || !double.IsFinite(after))
            throw new AgroException($"its loss is {loss} and the norm of its gradient {after}");
        var relative = difference == 0 ? 0 : difference / before;
        var text = FormattableString.Invariant(
            $"{slot}: loss {sample.Loss:0.######} -> {loss:0.######}, gradient changed by {100 * relative:0.####} %, its norm {before:0.####e0} -> {after:0.####e0}");
        return new(slot, text, new JsonObject
        {
            ["loss_before"] = sample.Loss,
            ["loss_after"] = loss,
            ["gradient_change"] = double.IsFinite(relative) ? relative : null,
            ["gradient_norm_before"] = before,
            ["gradient_norm_after"] = after,
        }, [
            .. CanaryReport.Exceeds("the loss", Math.Abs(loss - sample.Loss), limits.MaxLossShift, "max_loss_shift"),
            .. CanaryReport.Exceeds("the gradient, relatively,", relative, limits.MaxGradientChange, "max_gradient_change"),
        ]);
    }

    /// <summary>The batch with leaves that carry gradient. Entropies that only the new version asks for are not known: they count as 0.</summary>
    private static PolicyBatch WithLeaves(PolicyBatch batch, AlgorithmNeeds needs) => batch with
    {
        LogProbs = batch.LogProbs.clone().requires_grad_(),
        Entropies = needs.HasFlag(AlgorithmNeeds.Entropy) ? (batch.Entropies ?? zeros_like(batch.LogProbs)).clone().requires_grad_() : null,
        Values = batch.Values?.clone().requires_grad_(),
    };

    /// <summary>Of the gradients as one vector each: the norm of the difference, and of both.</summary>
    private static (double Difference, double Before, double After) Distance(IReadOnlyList<Tensor?> leaves, IReadOnlyList<Tensor?> before)
    {
        using var guard = no_grad();
        var (difference, old, fresh) = (0.0, 0.0, 0.0);
        foreach (var (now, then) in leaves.Select(leaf => leaf?.grad).Zip(before))
        {
            difference += now is null || then is null ? SquaredNorm(now) + SquaredNorm(then) : SquaredNorm(now - then);
            old += SquaredNorm(then);
            fresh += SquaredNorm(now);
        }

        return (Math.Sqrt(difference), Math.Sqrt(old), Math.Sqrt(fresh));
    }

    private static double SquaredNorm(Tensor? tensor) => tensor is null ? 0 : DeviceTransfer.Number(tensor.to_type(ScalarType.Float64).square().sum());
}

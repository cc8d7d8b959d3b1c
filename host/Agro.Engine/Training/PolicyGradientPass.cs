using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>What a pass found besides the gradient, which is left in the parameters.</summary>
/// <param name="Loss">The loss; NaN where an algorithm made it so.</param>
/// <param name="Metrics">The algorithm's metrics.</param>
/// <param name="Outputs">What the policy gave before the update, <c>[B, T]</c>, detached, in the caller's scope.</param>
internal sealed record PolicyGradientResult(double Loss, IReadOnlyDictionary<string, double> Metrics, CompletionLogProbs Outputs);

/// <summary>
/// The gradient of a loss of log-probabilities, entropies and values. For any such loss L, dL/dtheta is the sum over tokens of
/// dL/dlogp * dlogp/dtheta (and of the other outputs alike), so the policy runs over micro-batches without gradient, the loss is taken
/// once of all outputs together, and the policy runs again with dL/dlogp as fixed coefficients. Group centring, batch normalizers and
/// token means are exact for any split, because the loss never sees one. When one micro-batch holds everything, one run serves both.
/// </summary>
/// <param name="policy">The policy.</param>
/// <param name="temperature">The temperature of the log-probabilities.</param>
/// <param name="critic">The critic on the policy's trunk; null without one.</param>
/// <param name="checkpointed">Whether activations inside layers are computed again for the gradient instead of being kept.</param>
internal sealed class PolicyGradientPass(CausalModel policy, double temperature, CriticHead? critic = null, bool checkpointed = false)
{
    /// <summary>Adds the gradient of a loss to the parameters.</summary>
    /// <param name="sequences">The completions with their prompts.</param>
    /// <param name="plan">How they are split.</param>
    /// <param name="loss">The loss of the outputs, which are leaves of <c>[B, T]</c>.</param>
    /// <param name="observe">Gets the loss's value while the leaves still have their gradients.</param>
    public PolicyGradientResult Run(
        IReadOnlyList<TokenSequence> sequences, MicroBatchPlan plan, Func<CompletionLogProbs, PolicyLoss> loss, Action<double>? observe = null)
    {
        using var scope = NewDisposeScope();
        var whole = plan.MicroBatches.Count == 1;
        var pass = whole ? policy.PassOver(sequences, temperature, critic, checkpointed) : null;
        var outputs = pass is null ? WithoutGradient(sequences, plan) : pass.Outputs();
        var leaves = Map(outputs, tensor => tensor.clone().requires_grad_());
        var result = loss(leaves);
        if (result.Loss.requires_grad)
        {
            result.Loss.backward();
            var gradients = new Gradients(leaves.LogProbs.grad, leaves.Entropies!.grad, leaves.Values?.grad);
            if (pass is not null) gradients.Backpropagate(pass);
            else foreach (var rows in plan.MicroBatches) BackpropagateRows([.. rows.Select(row => sequences[row])], rows, gradients);
        }

        var value = DeviceTransfer.Number(result.Loss);
        observe?.Invoke(value);
        return new(value, result.Metrics, Map(outputs, tensor => tensor.MoveToOuterDisposeScope()));
    }

    /// <summary>Runs the policy over micro-batches without gradient and gathers <c>[B, T]</c> results in the order of the sequences.</summary>
    /// <param name="sequences">The completions with their prompts.</param>
    /// <param name="plan">How they are split.</param>
    public CompletionLogProbs WithoutGradient(IReadOnlyList<TokenSequence> sequences, MicroBatchPlan plan)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var width = sequences.Max(sequence => sequence.Completion.Length);
        var parts = new List<CompletionLogProbs>();
        foreach (var rows in plan.MicroBatches)
        {
            using var inner = NewDisposeScope();
            var part = policy.PassOver([.. rows.Select(row => sequences[row])], temperature, critic, padTo: width).Outputs();
            parts.Add(Map(part, tensor => tensor.MoveToOuterDisposeScope()));
        }

        var order = new long[sequences.Count];
        var position = 0;
        foreach (var row in plan.MicroBatches.SelectMany(rows => rows)) order[row] = position++;
        var gather = DeviceTransfer.ToDevice(order, parts[0].LogProbs.device);
        return new(
            Gathered(part => part.LogProbs),
            Gathered(part => part.Entropies!),
            critic is null ? null : Gathered(part => part.Values!));

        Tensor Gathered(Func<CompletionLogProbs, Tensor> output) =>
            cat([.. parts.Select(output)], 0).index_select(0, gather).MoveToOuterDisposeScope();
    }

    private void BackpropagateRows(IReadOnlyList<TokenSequence> sequences, IReadOnlyList<int> rows, Gradients gradients)
    {
        using var scope = NewDisposeScope();
        var pass = policy.PassOver(sequences, temperature, gradients.Values is null ? null : critic, checkpointed);
        var index = DeviceTransfer.ToDevice([.. rows.Select(row => (long)row)], gradients.LogProbs?.device ?? policy.Device);
        gradients.Of(index, pass.Width).Backpropagate(pass);
    }

    /// <summary>Maps every output.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="map">What becomes of each.</param>
    public static CompletionLogProbs Map(CompletionLogProbs outputs, Func<Tensor, Tensor> map) => new(
        map(outputs.LogProbs), outputs.Entropies is null ? null : map(outputs.Entropies), outputs.Values is null ? null : map(outputs.Values));

    /// <summary>The loss's gradient by each output; null for one that it does not depend on.</summary>
    private sealed record Gradients(Tensor? LogProbs, Tensor? Entropies, Tensor? Values)
    {
        public Gradients Of(Tensor rows, long width)
        {
            return new(Rows(LogProbs), Rows(Entropies), Rows(Values));

            Tensor? Rows(Tensor? whole) => whole?.index_select(0, rows).narrow(1, 0, width);
        }

        public void Backpropagate(CompletionPass pass) => pass.Backward(LogProbs, Entropies, Values);
    }
}

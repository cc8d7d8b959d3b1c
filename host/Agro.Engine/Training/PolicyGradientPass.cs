using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>What a pass found besides the gradient, which is left in the policy's parameters.</summary>
/// <param name="Loss">The loss; NaN where an algorithm made it so.</param>
/// <param name="Metrics">The algorithm's metrics.</param>
/// <param name="LogProbs">Log-probabilities before the update, <c>[B, T]</c>, detached, in the caller's scope.</param>
/// <param name="Entropies">Entropies before the update, <c>[B, T]</c>, detached, in the caller's scope.</param>
internal sealed record PolicyGradientResult(
    double Loss, IReadOnlyDictionary<string, double> Metrics, Tensor LogProbs, Tensor Entropies);

/// <summary>
/// The gradient of a loss of log-probabilities. For any such loss L, dL/dtheta is the sum over tokens of dL/dlogp * dlogp/dtheta, so
/// the policy runs over micro-batches without gradient, the loss is taken once of all log-probabilities together, and the policy runs
/// again with dL/dlogp as fixed coefficients. Group centring, batch normalizers and token means are exact for any split, because the
/// loss never sees one. When one micro-batch holds everything, one run serves both.
/// </summary>
internal static class PolicyGradientPass
{
    /// <summary>Adds the gradient of a loss to the policy's parameters.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="sequences">The completions with their prompts.</param>
    /// <param name="plan">How they are split.</param>
    /// <param name="temperature">The temperature of the log-probabilities.</param>
    /// <param name="loss">The loss of the log-probabilities and entropies, two leaves of <c>[B, T]</c>.</param>
    public static PolicyGradientResult Run(
        CausalModel policy,
        IReadOnlyList<TokenSequence> sequences,
        MicroBatchPlan plan,
        double temperature,
        Func<Tensor, Tensor, PolicyLoss> loss)
    {
        using var scope = NewDisposeScope();
        var whole = plan.MicroBatches.Count == 1;
        CompletionLogProbs? graph = null;
        Tensor logProbs, entropies;
        if (whole)
        {
            graph = policy.LogProbsOf(sequences, temperature, entropies: true);
            (logProbs, entropies) = (graph.LogProbs.detach(), graph.Entropies!.detach());
        }
        else
        {
            (logProbs, entropies) = WithoutGradient(policy, sequences, plan, temperature);
        }

        var logProbLeaf = logProbs.clone().requires_grad_();
        var entropyLeaf = entropies.clone().requires_grad_();
        var result = loss(logProbLeaf, entropyLeaf);
        if (result.Loss.requires_grad)
        {
            result.Loss.backward();
            if (whole)
            {
                Backpropagate(graph!, logProbLeaf.grad, entropyLeaf.grad);
            }
            else
            {
                foreach (var rows in plan.MicroBatches)
                {
                    BackpropagateRows(policy, [.. rows.Select(row => sequences[row])], rows, temperature, logProbLeaf.grad, entropyLeaf.grad);
                }
            }
        }

        return new(
            result.Loss.to_type(ScalarType.Float64).item<double>(),
            result.Metrics,
            logProbs.MoveToOuterDisposeScope(),
            entropies.MoveToOuterDisposeScope());
    }

    /// <summary>Runs the policy over micro-batches without gradient and gathers <c>[B, T]</c> results in the order of the sequences.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="sequences">The completions with their prompts.</param>
    /// <param name="plan">How they are split.</param>
    /// <param name="temperature">The temperature of the log-probabilities.</param>
    public static (Tensor LogProbs, Tensor Entropies) WithoutGradient(
        CausalModel policy, IReadOnlyList<TokenSequence> sequences, MicroBatchPlan plan, double temperature)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var width = sequences.Max(sequence => sequence.Completion.Length);
        var parts = new List<CompletionLogProbs>();
        foreach (var rows in plan.MicroBatches)
        {
            using var inner = NewDisposeScope();
            var part = policy.LogProbsOf([.. rows.Select(row => sequences[row])], temperature, entropies: true, padTo: width);
            parts.Add(new(part.LogProbs.MoveToOuterDisposeScope(), part.Entropies!.MoveToOuterDisposeScope()));
        }

        var order = new long[sequences.Count];
        var position = 0;
        foreach (var row in plan.MicroBatches.SelectMany(rows => rows)) order[row] = position++;
        var gather = tensor(order, device: parts[0].LogProbs.device);
        return (
            cat([.. parts.Select(part => part.LogProbs)], 0).index_select(0, gather).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Entropies!)], 0).index_select(0, gather).MoveToOuterDisposeScope());
    }

    private static void BackpropagateRows(
        CausalModel policy,
        IReadOnlyList<TokenSequence> sequences,
        IReadOnlyList<int> rows,
        double temperature,
        Tensor? logProbGradient,
        Tensor? entropyGradient)
    {
        using var scope = NewDisposeScope();
        var graph = policy.LogProbsOf(sequences, temperature, entropies: entropyGradient is not null);
        var index = tensor(rows.Select(row => (long)row).ToArray(), device: graph.LogProbs.device);
        var width = graph.LogProbs.size(1);
        Backpropagate(graph, Rows(logProbGradient), Rows(entropyGradient));

        Tensor? Rows(Tensor? whole) => whole?.index_select(0, index).narrow(1, 0, width);
    }

    private static void Backpropagate(CompletionLogProbs graph, Tensor? logProbGradient, Tensor? entropyGradient)
    {
        Tensor? surrogate = null;
        if (logProbGradient is not null) surrogate = (graph.LogProbs * logProbGradient).sum();
        if (entropyGradient is not null)
        {
            var term = (graph.Entropies! * entropyGradient).sum();
            surrogate = surrogate is null ? term : surrogate + term;
        }

        surrogate?.backward();
    }
}

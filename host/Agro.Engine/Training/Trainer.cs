using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>What decides an optimizer step besides the rollouts.</summary>
/// <param name="Temperature">The temperature of the log-probabilities, that of the rollouts.</param>
/// <param name="MaxGradNorm">The limit of the gradient's norm; 0 for none.</param>
/// <param name="MicroBatchTokens">The budget of a micro-batch, padding included.</param>
internal sealed record TrainerOptions(double Temperature, double MaxGradNorm, int MicroBatchTokens);

/// <summary>Turns groups of rollouts into one optimizer step.</summary>
/// <param name="policy">The policy being trained.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="options">What decides a step besides the rollouts.</param>
internal sealed class Trainer(CausalModel policy, AdamW optimizer, TrainerOptions options)
{
    /// <summary>Does one step. When it throws, the policy and the optimizer are as they were.</summary>
    /// <param name="groups">Every group of the step, not empty.</param>
    /// <param name="needs">What the algorithm needs.</param>
    /// <param name="loss">The algorithm's loss.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <returns>The step's metrics.</returns>
    /// <exception cref="AgroException">The loss or its gradient is not finite.</exception>
    public Dictionary<string, double> Step(
        IReadOnlyList<RolloutGroup> groups, AlgorithmNeeds needs, Func<PolicyBatch, PolicyLoss> loss, double learningRate)
    {
        using var scope = NewDisposeScope();
        var sequences = BatchBuilder.Sequences(groups);
        var plan = MicroBatchPlan.ByTokens([.. sequences.Select(sequence => sequence.Length)], options.MicroBatchTokens);
        var metrics = StepMetrics.OfRollouts(groups, optimizer.Steps);

        optimizer.ZeroGrad();
        PolicyBatch? batch = null;
        var pass = PolicyGradientPass.Run(policy, sequences, plan, options.Temperature, (logProbs, entropies) =>
        {
            batch = BatchBuilder.Build(groups, logProbs, entropies, needs, optimizer.Steps);
            var result = loss(batch);
            // The batch's own tensors outlive the pass, for the metrics.
            foreach (var tensor in new[] { batch.Mask, batch.BehaviorLogProbs, batch.ReferenceLogProbs }) tensor?.MoveToOuterDisposeScope();
            return result;
        });
        var norm = optimizer.ClipGradients(options.MaxGradNorm);
        if (!double.IsFinite(pass.Loss) || !double.IsFinite(norm))
        {
            throw new AgroException(
                $"step {optimizer.Steps + 1}: the loss is {pass.Loss} and its gradient's norm {norm}; the policy was left as it was before the step");
        }

        optimizer.Step(learningRate);
        foreach (var (name, value) in pass.Metrics) metrics[name] = value;
        foreach (var (name, value) in StepMetrics.OfPolicy(batch!, pass.LogProbs, pass.Entropies)) metrics[name] = value;
        metrics["loss"] = pass.Loss;
        metrics["grad_norm"] = norm;
        metrics["learning_rate"] = learningRate;
        metrics["micro_batches"] = plan.MicroBatches.Count;
        return metrics;
    }
}

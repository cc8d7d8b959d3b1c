using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>What decides an optimizer step besides the rollouts.</summary>
/// <param name="Temperature">The temperature of the log-probabilities, that of the rollouts.</param>
/// <param name="MaxGradNorm">The limit of the gradient's norm; 0 for none.</param>
/// <param name="MicroBatchTokens">The budget of a micro-batch, padding included.</param>
internal sealed record TrainerOptions(double Temperature, double MaxGradNorm, int MicroBatchTokens)
{
    /// <summary>Whether activations inside layers are computed again for the gradient instead of being kept.</summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>How many updates are made on the same rollouts.</summary>
    public int Iterations { get; init; } = 1;

    /// <summary>Whether completions that were cut off at the token limit are masked out.</summary>
    public bool MaskTruncated { get; init; }

    /// <summary>The KL coefficient of the regularized reward that metrics show.</summary>
    public double DiagnosticsBeta { get; init; } = 0.05;
}

/// <summary>Turns groups of rollouts into a step of updates.</summary>
/// <param name="policy">The policy being trained.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="options">What decides a step besides the rollouts.</param>
/// <param name="critic">The critic; null when the algorithm needs none.</param>
internal sealed class Trainer(CausalModel policy, AdamW optimizer, TrainerOptions options, Critic? critic = null)
{
    private readonly PolicyGradientPass _pass = new(policy, options.Temperature, critic?.Head, options.ActivationCheckpointing);

    /// <summary>Does one step. An update whose loss or gradient is not finite is not made.</summary>
    /// <param name="groups">Every group of the step, not empty.</param>
    /// <param name="needs">What the algorithm needs.</param>
    /// <param name="loss">The algorithm's loss.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="observe">Sees the first update's batch, whose leaves have gradients then, and its loss.</param>
    /// <returns>The step's metrics: those of the policy before the first update, the rest as means over the updates.</returns>
    /// <exception cref="AgroException">The loss or its gradient is not finite.</exception>
    public Dictionary<string, double> Step(
        IReadOnlyList<RolloutGroup> groups, AlgorithmNeeds needs, Func<PolicyBatch, PolicyLoss> loss, double learningRate,
        Action<PolicyBatch, double>? observe = null)
    {
        using var scope = NewDisposeScope();
        var batches = new BatchBuilder(groups, options.MaskTruncated);
        var plan = MicroBatchPlan.ByTokens(batches.Sequences, options.MicroBatchTokens);
        var metrics = StepMetrics.OfRollouts(groups, optimizer.Steps);
        CompletionLogProbs? before = null;
        for (var iteration = 0; iteration < options.Iterations; iteration++)
        {
            using var inner = NewDisposeScope();
            var update = new BatchUpdate(optimizer.Steps, iteration, before);
            PolicyBatch? batch = null;
            var pass = Update(batches, plan, outputs => loss(batch = batches.Build(outputs, needs, update)), learningRate, out var norm,
                iteration == 0 && observe is not null ? value => observe(batch!, value) : null);
            if (iteration == 0)
            {
                foreach (var (name, value) in StepMetrics.OfPolicy(batches, pass.Outputs, options.DiagnosticsBeta)) metrics[name] = value;
                before = PolicyGradientPass.Map(pass.Outputs, tensor => tensor.MoveToOuterDisposeScope());
            }

            foreach (var (name, value) in pass.Metrics.Append(new("loss", pass.Loss)).Append(new("grad_norm", norm)))
                metrics[name] = iteration == 0 ? value : metrics.GetValueOrDefault(name) + ((value - metrics.GetValueOrDefault(name)) / (iteration + 1));
        }

        metrics["learning_rate"] = learningRate;
        metrics["micro_batches"] = plan.MicroBatches.Count;
        return metrics;
    }

    private PolicyGradientResult Update(
        BatchBuilder batches, MicroBatchPlan plan, Func<CompletionLogProbs, PolicyLoss> loss, double learningRate, out double norm,
        Action<double>? observe)
    {
        optimizer.ZeroGrad();
        critic?.Optimizer.ZeroGrad();
        var pass = _pass.Run(batches.Sequences, plan, loss, observe);
        norm = optimizer.ClipGradients(options.MaxGradNorm);
        var criticNorm = critic?.Optimizer.ClipGradients(options.MaxGradNorm) ?? 0;
        if (!double.IsFinite(pass.Loss) || !double.IsFinite(norm) || !double.IsFinite(criticNorm))
        {
            throw new AgroException(
                $"step {optimizer.Steps + 1}: the loss is {pass.Loss} and its gradient's norm {norm}; the policy was left as it was before the step");
        }

        optimizer.Step(learningRate);
        critic?.Optimizer.Step(learningRate * critic.RateRatio);
        return pass;
    }
}

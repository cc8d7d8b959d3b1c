using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Agro.Engine.Tracking;
using Agro.Engine.Training;
using Agro.Models.Generation;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// An RL step made of the parts that a run's step is made of, timed apart. It does to the policy exactly what
/// <see cref="Trainer.Step"/> does; the reward is made up, and the text has no tokenizer.
/// </summary>
/// <param name="shape">The work.</param>
/// <param name="policy">The policy.</param>
/// <param name="reference">Its frozen copy.</param>
/// <param name="optimizer">The policy's optimizer.</param>
/// <param name="file">Where rollouts and metrics are written, as a run writes them.</param>
internal sealed class MeasuredStep(BenchmarkShape shape, CausalModel policy, CausalModel reference, AdamW optimizer, JsonLinesFile file)
{
    public const string Generation = "generation", Reference = "reference", Forward = "forward", Backward = "backward", Optimizer = "optimizer";

    /// <summary>A step must not change what the next one costs.</summary>
    public const double LearningRate = 1e-6;

    private readonly ReferenceScorer _scorer = new(reference, Options.Temperature, Options.MicroBatchTokens);
    private readonly PolicyGradientPass _pass = new(policy, Options.Temperature);

    /// <summary>How a step trains.</summary>
    public static TrainerOptions Options { get; } = new(Temperature: 1, MaxGradNorm: 1, MicroBatchTokens: 8192);

    /// <summary>Does a step.</summary>
    /// <param name="clock">Gets the times of its phases; what is not in one is host overhead.</param>
    public void Run(PhaseClock clock)
    {
        var sampled = Sample(clock);
        var groups = clock.Time(Reference, () => _scorer.Score(sampled));
        var line = new JsonObject { ["step"] = optimizer.Steps };
        foreach (var (name, value) in Train(groups, clock)) line[name] = value;
        file.Append(line);
        file.Append(RolloutRecord.Of(optimizer.Steps, groups));
    }

    /// <summary>Samples completions and rewards them.</summary>
    /// <param name="clock">Gets the time of generation.</param>
    public IReadOnlyList<RolloutGroup> Sample(PhaseClock clock)
    {
        var engine = new LocalRolloutEngine(policy, [], Text, () => optimizer.Steps);
        var sampling = new SamplingOptions { MaxTokens = shape.NewTokens };
        var requests = shape.RandomTokens(shape.Prompts, shape.PromptTokens)
            .Select((prompt, index) => new GenerationRequest(prompt, shape.Completions, sampling, index)).ToList();
        var completions = clock.Time(Generation, () => engine.GenerateAsync(requests, CancellationToken.None).GetAwaiter().GetResult());
        return [.. requests.Zip(completions, (request, sampled) => new RolloutGroup(
            new() { Id = request.Seed.ToString(CultureInfo.InvariantCulture), Text = Text(request.PromptTokens) },
            request.PromptTokens,
            [.. sampled.Select(Rewarded)]))];
    }

    /// <summary>Trains on groups.</summary>
    /// <param name="groups">The groups, with reference log-probabilities.</param>
    /// <param name="clock">Gets the times of forward, backward and optimizer.</param>
    /// <returns>The step's metrics.</returns>
    public IReadOnlyDictionary<string, double> Train(IReadOnlyList<RolloutGroup> groups, PhaseClock clock)
    {
        using var scope = NewDisposeScope();
        var batches = new BatchBuilder(groups);
        var plan = MicroBatchPlan.ByTokens(batches.Sequences, Options.MicroBatchTokens);
        var metrics = StepMetrics.OfRollouts(groups, optimizer.Steps);
        clock.Time(Optimizer, optimizer.ZeroGrad);
        var since = clock.Now;
        var result = _pass.Run(batches.Sequences, plan, outputs =>
        {
            clock.AddSince(Forward, since);
            var loss = GroupRelativeLoss.Of(batches.Build(outputs, AlgorithmNeeds.Reference, new(optimizer.Steps, 0, null)));
            since = clock.Now;
            return loss;
        }, _ => clock.AddSince(Backward, since));
        clock.Time(Optimizer, () =>
        {
            metrics["grad_norm"] = optimizer.ClipGradients(Options.MaxGradNorm);
            optimizer.Step(LearningRate);
        });
        metrics["loss"] = result.Loss;
        foreach (var (name, value) in StepMetrics.OfPolicy(batches, result.Outputs, Options.DiagnosticsBeta)) metrics[name] = value;
        return metrics;
    }

    private static string Text(ImmutableArray<int> tokens) => string.Concat(tokens.Select(token => (char)('a' + (token % 26))));

    /// <summary>Letters before n count; differs within a group, so that there is a gradient.</summary>
    private static Rollout Rewarded(Completion completion) => new()
    {
        Completion = completion,
        Reward = completion.Text.Count(letter => letter < 'n') / (double)completion.Text.Length,
        RewardParts = ImmutableDictionary<string, double>.Empty.Add("letters", completion.Text.Count(letter => letter < 'n') / (double)completion.Text.Length),
    };
}

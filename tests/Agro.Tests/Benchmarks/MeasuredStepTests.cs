using Agro.Engine.Benchmarks;
using Agro.Engine.Tracking;
using Agro.Engine.Training;
using Agro.Models.Transformer;

namespace Agro.Tests.Benchmarks;

public class MeasuredStepTests
{
    private static readonly BenchmarkShape Shape = BenchmarkShape.Of(BenchmarkOptions.Tiny, quick: true);

    [Fact]
    public void It_does_to_the_policy_what_the_trainer_does()
    {
        using var reference = CausalModel.Create(Shape.Config, 2).Clone(frozen: true);
        using var measured = CausalModel.Create(Shape.Config, 1);
        using var trained = CausalModel.Create(Shape.Config, 1);
        using var measuredOptimizer = new AdamW(measured.TrainedParameters, new());
        using var trainedOptimizer = new AdamW(trained.TrainedParameters, new());
        using var folder = new TemporaryFolder();
        using var file = new JsonLinesFile(Path.Combine(folder.Path, "rollouts.jsonl"));
        var step = new MeasuredStep(Shape, measured, reference, measuredOptimizer, file);
        var options = MeasuredStep.Options;
        var groups = new ReferenceScorer(reference, options.Temperature, options.MicroBatchTokens).Score(step.Sample(new()));

        var own = step.Train(groups, new());
        var expected = new Trainer(trained, trainedOptimizer, options).Step(groups, AlgorithmNeeds.Reference, GroupRelativeLoss.Of, MeasuredStep.LearningRate);

        Assert.All(own, metric => Assert.Equal(expected[metric.Key], metric.Value, 1e-9));
        Assert.Equal(["learning_rate", "micro_batches"], expected.Keys.Except(own.Keys).Order());
        Assert.True(own["grad_norm"] > 0);
        Assert.All(trained.Parameters, parameter => Assert.Equal(parameter.Value.data<float>().ToArray(), measured.Parameters[parameter.Key].data<float>().ToArray()));
        Assert.Equal(1, measuredOptimizer.Steps);
    }

    [Fact]
    public void Rewards_differ_within_a_group_and_every_rollout_is_written()
    {
        using var policy = CausalModel.Create(Shape.Config, 1);
        using var reference = policy.Clone(frozen: true);
        using var optimizer = new AdamW(policy.TrainedParameters, new());
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "rollouts.jsonl");
        using (var file = new JsonLinesFile(path))
        {
            var step = new MeasuredStep(Shape, policy, reference, optimizer, file);
            Assert.Contains(step.Sample(new()), group => group.Rollouts.Select(rollout => rollout.Reward).Distinct().Count() > 1);
            step.Run(new());
        }

        // One line of metrics, one for each rollout.
        Assert.Equal(1 + (Shape.Prompts * Shape.Completions), File.ReadLines(path).Count());
    }
}

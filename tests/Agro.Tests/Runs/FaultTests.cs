namespace Agro.Tests.Runs;

/// <summary>What a plugin or a hook does wrong costs what it must, and no more.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_reward_that_throws_on_some_completions_costs_those()
    {
        _fixture.AddPlugin("""
            using Agro; using System; using System.Threading; using System.Threading.Tasks;
            [Component("picky")] public sealed class Picky : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                    completion.Tokens[0] % 4 == 0 ? throw new InvalidOperationException("no thanks") : new(RewardResult.Of(completion.Tokens[0] % 2));
            }
            """);
        _fixture.Recipe["rewards"] = "[ { use: picky } ]";
        var observer = new RecordingObserver();
        Assert.Equal(4, _fixture.Run("run", observer).Steps);

        var failed = _fixture.Lines("run", "metrics.jsonl").Sum(line => line["rewards/failed"]!.GetValue<double>());
        Assert.Equal((4 * 3 * 4) - failed, _fixture.Lines("run", "rollouts.jsonl").Count);
        Assert.True(failed > 0);
        Assert.Contains("reward 'picky': InvalidOperationException: no thanks", Assert.Single(observer.Warnings, text => !text.StartsWith("evaluation", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reward_that_always_fails_stops_the_run_and_what_was_reached_is_kept()
    {
        _fixture.AddPlugin("""
            using Agro; using System; using System.Threading; using System.Threading.Tasks;
            [Component("tired")] public sealed class Tired : IRewardFunction
            {
                private int calls;
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                    new(RewardResult.Of(Interlocked.Increment(ref calls) > 36 ? double.NaN : completion.Tokens[0] % 2));
            }
            """);
        _fixture.Recipe["rewards"] = "[ { use: tired } ]";
        _fixture.Recipe.Remove("eval");
        _fixture.Recipe["data"] = "{ train: { use: arithmetic } }";
        var fault = Assert.Throws<AgroException>(() => { _fixture.Run("run"); });
        var run = Path.Combine(_fixture.Folder, "run");
        Assert.Equal(
            [
                "step 4: 12 of 12 completions could not be scored, more than rollouts.max_failed_share (0.5): reward 'tired': NotFiniteNumberException: returned NaN",
                $"Step 3 is saved in {Path.Combine(run, "checkpoints", "step-000003")}. To go on once this is mended: the same command with --resume --output {run}",
            ],
            fault.Message.Split('\n'));
        Assert.Equal(1, fault.ExitCode);
        Assert.True(File.Exists(Path.Combine(_fixture.Folder, "run", "checkpoints", "step-000003", "agro.json")));
    }

    [Fact]
    public void An_algorithm_that_throws_is_named_with_its_place_and_the_run_can_go_on()
    {
        _fixture.AddPlugin("""
            using Agro; using System;
            [Component("moody")] public sealed class Moody : IPolicyGradientAlgorithm
            {
                public AlgorithmNeeds Needs => AlgorithmNeeds.None;
                public PolicyLoss ComputeLoss(PolicyBatch batch) => batch.Step == 2 ? throw new InvalidOperationException("not today") : new(-batch.SumOverTokens(batch.LogProbs).mean());
            }
            """);
        _fixture.Recipe["algorithm"] = "{ use: moody }";
        var fault = Assert.Throws<PluginException>(() => { _fixture.Run("run"); });
        Assert.Contains("Mine.dll: moody: ComputeLoss: InvalidOperationException: not today", fault.Message, StringComparison.Ordinal);

        // Mended, the run goes on from where it was.
        _fixture.AddPlugin("""
            using Agro;
            [Component("moody")] public sealed class Moody : IPolicyGradientAlgorithm
            {
                public AlgorithmNeeds Needs => AlgorithmNeeds.None;
                public PolicyLoss ComputeLoss(PolicyBatch batch) => new(-batch.SumOverTokens(batch.LogProbs).mean());
            }
            """);
        Assert.Equal(4, _fixture.Run("run", resume: true).Steps);
        Assert.Equal(4, _fixture.Lines("run", "metrics.jsonl").Count);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_run_before_it_spoils_the_policy()
    {
        _fixture.AddPlugin("""
            using Agro;
            [Component("nan")] public sealed class Nan : IPolicyGradientAlgorithm
            {
                public AlgorithmNeeds Needs => AlgorithmNeeds.None;
                public PolicyLoss ComputeLoss(PolicyBatch batch) => new(batch.LogProbs.sum() * (batch.Step == 1 ? double.NaN : 1));
            }
            """);
        _fixture.Recipe["algorithm"] = "{ use: nan }";
        var fault = Assert.Throws<AgroException>(() => { _fixture.Run("run"); });
        Assert.StartsWith("step 2: the loss is NaN", fault.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_fixture.Folder, "run", "checkpoints", "step-000001")));
    }

    [Fact]
    public void A_hook_that_throws_is_told_once_with_its_line_and_the_run_goes_on()
    {
        _fixture.Write("hook.csx", """
            OnStep(step => step.LogMetric("mine", step.Step));
            OnStep(step =>
            {
                throw new InvalidOperationException("bad hook");
            });
            """);
        _fixture.Recipe["hooks"] = "[ { script: hook.csx } ]";
        var observer = new RecordingObserver();
        Assert.Equal(4, _fixture.Run("run", observer).Steps);
        var warning = Assert.Single(observer.Warnings);
        Assert.Contains("InvalidOperationException: bad hook", warning, StringComparison.Ordinal);
        Assert.Contains("hook.csx:4", warning, StringComparison.Ordinal);
        Assert.Equal([1.0, 2, 3, 4], _fixture.Lines("run", "metrics.jsonl").Select(line => line["mine"]!.GetValue<double>()));
    }

    [Fact]
    public void A_hook_steers_the_run()
    {
        _fixture.Write("hook.csx", """
            OnRunStarted(run => run.Log($"{run.Name} of {run.TotalSteps}"));
            OnRollouts(rollouts => rollouts.Groups.RemoveAt(0));
            OnStep(step =>
            {
                step.LearningRate = 0.5 * step.LearningRate;
                if (step.Step == 2) step.Evaluate();
                if (step.Step == 3) step.Stop("enough");
            });
            OnEvaluation(evaluation => evaluation.Run.Log($"pass@1 after {evaluation.Step}: {evaluation.Metrics["pass@1"]}"));
            """);
        _fixture.Recipe["hooks"] = "[ { script: hook.csx } ]";
        var observer = new RecordingObserver();
        var summary = _fixture.Run("run", observer);

        Assert.Equal((3, "enough"), (summary.Steps, summary.StopReason));
        Assert.Equal([1e-3, 5e-4, 2.5e-4], _fixture.Lines("run", "metrics.jsonl").Select(line => line["learning_rate"]!.GetValue<double>()));
        Assert.Equal(3 * 2 * 4, _fixture.Lines("run", "rollouts.jsonl").Count);
        Assert.Equal([0L, 2, 3], observer.Evaluations.Select(evaluation => evaluation.Step));
        Assert.Contains("tiny of 4", observer.Notes);
        Assert.Contains(observer.Notes, note => note.StartsWith("pass@1 after 2: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hook_that_does_not_compile_is_found_before_anything_is_written()
    {
        _fixture.Write("hook.csx", "OnStep(step =>\n{\n    step.Sotp();\n});\n");
        _fixture.Recipe["hooks"] = "[ { script: hook.csx } ]";
        var fault = Assert.ThrowsAny<InputException>(() => { _fixture.Run("run"); });
        Assert.Contains("hook.csx:3:10: CS1061", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "run")));
    }

    [Fact]
    public void Dropping_every_rollout_leaves_the_policy_as_it_is()
    {
        _fixture.Write("hook.csx", "OnRollouts(rollouts => rollouts.Groups.Clear());");
        _fixture.Recipe["hooks"] = "[ { script: hook.csx } ]";
        var observer = new RecordingObserver();
        Assert.Equal(4, _fixture.Run("run", observer).Steps);
        Assert.Contains(observer.Warnings, text => text.Contains("no rollouts are left", StringComparison.Ordinal));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_fixture.Folder, "model", "model.safetensors")),
            File.ReadAllBytes(Path.Combine(_fixture.Folder, "run", "checkpoints", "step-000004", "model.safetensors")));
    }
}

using System.Text.Json.Nodes;
using Agro.Models;
using TorchSharp;

namespace Agro.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_run_leaves_a_folder_that_tells_everything_about_it()
    {
        var summary = _fixture.Run("run");

        Assert.Equal((4, null, false), (summary.Steps, summary.StopReason, summary.CanResume));
        var metrics = _fixture.Lines("run", "metrics.jsonl");
        Assert.Equal([1L, 2, 3, 4], metrics.Select(line => line["step"]!.GetValue<long>()));
        string[] expected =
        [
            "reward", "reward_std", "frac_reward_zero_std", "rewards/length/mean", "rewards/length/std", "kl", "entropy", "loss", "grad_norm",
            "learning_rate", "num_tokens", "step_time", "completions/mean_length", "completions/min_length", "completions/max_length",
            "completions/clipped_ratio", "sampling/sampling_logp_difference/mean", "sampling/sampling_logp_difference/max",
            "sampling/importance_sampling_ratio/mean",
        ];
        Assert.All(metrics, line => Assert.All(expected, name => Assert.NotNull(line[name])));
        Assert.All(metrics, line => Assert.True(line["sampling/sampling_logp_difference/max"]!.GetValue<double>() < 1e-4));
        Assert.Equal(4 * 3 * 4, _fixture.Lines("run", "rollouts.jsonl").Count);

        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(summary.Directory, "summary.json")))!;
        Assert.Equal(4, written["steps"]!.GetValue<long>());
        Assert.NotNull(written["evaluation"]!["before"]!["pass@1"]);
        Assert.NotNull(written["evaluation"]!["after"]!["reward"]);
        Assert.True(written["wall_seconds"]!.GetValue<double>() > 0);
        Assert.True(written["phase_seconds"]!["training"]!.GetValue<double>() > 0);

        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(summary.Directory, "run.json")))!;
        var components = manifest["components"]!.AsArray();
        Assert.Equal(["data/train", "data/eval", "algorithm", "rewards/length"], components.Select(component => component!["slot"]!.GetValue<string>()));
        Assert.All(components, component => Assert.Equal(64, component!["sha256"]!.GetValue<string>().Length));
        Assert.True(File.Exists(Path.Combine(summary.Directory, "recipe.yaml")));
    }

    [Fact]
    public void The_checkpoint_is_a_policy_that_has_learned_something()
    {
        var summary = _fixture.Run("run");
        using var before = PretrainedPolicy.Load(Path.Combine(_fixture.Folder, "model"), torch.CPU, torch.ScalarType.Float32);
        using var after = PretrainedPolicy.Load(summary.Checkpoint!, torch.CPU, torch.ScalarType.Float32);
        Assert.All(before.Model.Parameters, entry => Assert.False(torch.allclose(entry.Value, after.Model.Parameters[entry.Key], 0, 0)));
        Assert.True(File.Exists(Path.Combine(summary.Checkpoint!, "tokenizer.json")));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        _fixture.Run("one");
        _fixture.Run("two");
        _fixture.Recipe["seed"] = "6";
        _fixture.Run("three");
        Assert.Equal(_fixture.Metrics("one"), _fixture.Metrics("two"));
        Assert.NotEqual(_fixture.Metrics("one"), _fixture.Metrics("three"));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_as_if_it_had_not_been()
    {
        _fixture.Run("whole");
        var stopped = _fixture.Run("parts", new RecordingObserver { StopAfter = 2 });
        Assert.Equal((2, "stopped by the user", true), (stopped.Steps, stopped.StopReason, stopped.CanResume));
        var resumed = _fixture.Run("parts", resume: true);

        Assert.Equal(4, resumed.Steps);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("parts"));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_fixture.Folder, "whole", "checkpoints", "step-000004", "model.safetensors")),
            File.ReadAllBytes(Path.Combine(_fixture.Folder, "parts", "checkpoints", "step-000004", "model.safetensors")));
        Assert.NotNull(resumed.Before);
    }

    [Fact]
    public void Steps_after_the_last_checkpoint_are_done_again_without_doubled_lines()
    {
        _fixture.Run("whole");
        _fixture.Run("run", new RecordingObserver { StopAfter = 2 });
        // As a power cut would leave it: a step that no checkpoint knows, and half a line.
        File.AppendAllText(Path.Combine(_fixture.Folder, "run", "metrics.jsonl"), "{\"step\":3,\"reward\":9}\n{\"step\":4,\"rew");
        _fixture.Run("run", resume: true);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("run"));
    }

    [Fact]
    public void A_folder_with_a_run_in_it_is_not_written_over()
    {
        _fixture.Run("run");
        var before = File.ReadAllText(Path.Combine(_fixture.Folder, "run", "metrics.jsonl"));
        var fault = Assert.Throws<InputException>(() => { _fixture.Run("run"); });
        Assert.Contains("already holds a run", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_fixture.Folder, "run", "metrics.jsonl")));
    }

    [Fact]
    public void There_must_be_a_run_to_resume() =>
        Assert.Contains("no run to resume", Assert.Throws<InputException>(() => { _fixture.Run("nowhere", resume: true); }).Message, StringComparison.Ordinal);

    [Fact]
    public void Only_the_newest_checkpoints_are_kept()
    {
        _fixture.Recipe["training"] = "{ steps: 4, learning_rate: 1.0e-3, checkpoint_every: 1, keep_checkpoints: 2 }";
        _fixture.Run("run");
        Assert.Equal(
            ["step-000003", "step-000004"],
            Directory.GetDirectories(Path.Combine(_fixture.Folder, "run", "checkpoints")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Demonstrations_train_without_rewards()
    {
        _fixture.Recipe["algorithm"] = "{ use: sft }";
        _fixture.Recipe.Remove("rewards");
        _fixture.Recipe["training"] = "{ steps: 30, learning_rate: 1.0e-2 }";
        _fixture.Run("run");
        var losses = _fixture.Lines("run", "metrics.jsonl").Select(line => line["loss"]!.GetValue<double>()).ToList();
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} -> {losses[^1]}");
        Assert.Null(_fixture.Lines("run", "metrics.jsonl")[0]["reward"]);
    }

    [Theory]
    [InlineData("agro", "{ use: agro, beta: 0.05 }")]
    [InlineData("rloo", "{ use: rloo, beta: 0.05 }")]
    [InlineData("grpo", "{ use: grpo, beta: 0.01 }")]
    [InlineData("regularized-pg", "{ use: regularized-pg, beta: 0.05, baseline: leave_one_out }")]
    public void Every_algorithm_lifts_a_reward_that_can_be_lifted(string name, string algorithm)
    {
        _fixture.Recipe["algorithm"] = algorithm;
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 8, group_size: 8, max_tokens: 8 }";
        _fixture.Recipe["training"] = "{ steps: 40, learning_rate: 5.0e-3 }";
        _fixture.Run(name);
        var rewards = _fixture.Lines(name, "metrics.jsonl").Select(line => line["reward"]!.GetValue<double>()).ToList();
        Assert.True(rewards.TakeLast(5).Average() > rewards.Take(5).Average() + 0.1, $"{rewards.Take(5).Average()} -> {rewards.TakeLast(5).Average()}");
    }

    [Fact]
    public void Activations_that_are_computed_again_change_nothing_of_a_run()
    {
        _fixture.Run("kept");
        _fixture.Recipe["training"] = "{ steps: 4, learning_rate: 1.0e-3, activation_checkpointing: true }";
        _fixture.Run("again");
        Assert.Equal(_fixture.Metrics("kept"), _fixture.Metrics("again"));
    }
}

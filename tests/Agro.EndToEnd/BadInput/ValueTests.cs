namespace Agro.EndToEnd.BadInput;

public sealed class ValueTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("seed", "9223372036854775808", "recipe.yaml:2:7 seed: found 9223372036854775808, must be at most 9223372036854775807")]
    [InlineData("training", "{ steps: 0, learning_rate: 1 }", "recipe.yaml:8:20 training.steps: found 0, must be at least 1")]
    [InlineData("training", "{ steps: 1, learning_rate: 1e300 }", "recipe.yaml:8:38 training.learning_rate: found 1e300, must be more than 0 and at most 1000")]
    [InlineData("training", "{ steps: 1, learning_rate: 1, adam_epsilon: 1e300 }", "recipe.yaml:8:55 training.adam_epsilon: found 1e300, must be more than 0 and at most 1")]
    [InlineData("rollouts", "{ temperature: 1e-300 }", "recipe.yaml:7:26 rollouts.temperature: found 1e-300, must be between 0.001 and 1000")]
    [InlineData("rollouts", "{ prompts_per_step: 2147483647, group_size: 2147483647 }",
        "recipe.yaml:7:13 rollouts.prompts_per_step: 2147483647 prompts in groups of 2147483647 are more completions than the 10000000 that are kept at once")]
    [InlineData("rollouts", "{ prompts_per_step: 2147483648 }", "recipe.yaml:7:31 rollouts.prompts_per_step: found 2147483648, must be at most 2147483647")]
    public async Task A_value_beyond_reason_is_refused(string section, string value, string message)
    {
        _folder.Recipe[section] = value;
        await _folder.ExpectRefusalAsync(message);
    }

    [Fact]
    public async Task An_evaluation_beyond_memory_is_refused()
    {
        _folder.Recipe["data"] = "{ train: { use: arithmetic }, eval: { use: arithmetic, split: eval } }";
        _folder.Recipe["eval"] = "{ prompts: 9000000000000000000 }";
        await _folder.ExpectRefusalAsync(
            "recipe.yaml:9:9 eval.prompts: 9000000000000000000 prompts with 1 samples each are more completions than the 10000000 that are kept at once: "
            + "lower eval.prompts or eval.samples");
    }

    [Fact]
    public async Task The_largest_values_that_make_sense_work()
    {
        _folder.Write("hook.csx", "OnStep(step => { if (step.Step == 2) step.Stop(\"enough\"); });");
        _folder.Recipe["hooks"] = "[ { script: hook.csx } ]";
        _folder.Recipe["seed"] = "9223372036854775807";
        _folder.Recipe["rollouts"] = "{ prompts_per_step: 2, group_size: 2, max_tokens: 8, max_batch: 2147483647, temperature: 1000 }";
        _folder.Recipe["training"] =
            "{ steps: 9223372036854775807, learning_rate: 1e-3, schedule: cosine, micro_batch_tokens: 2147483647, checkpoint_every: 9223372036854775807 }";
        var result = (await _folder.RunAsync()).Expect(0);
        Assert.Contains("ended after 2 of 9223372036854775807 steps", result.Output, StringComparison.Ordinal);
        Assert.Equal(["step-000002"], _folder.Checkpoints());
    }

    [Fact]
    public async Task A_policy_that_diverges_leaves_the_checkpoints_from_before()
    {
        _folder.Write("hook.csx", "OnStep(step => { if (step.Step == 3) step.LearningRate = 1000; });");
        _folder.Recipe["hooks"] = "[ { script: hook.csx } ]";
        _folder.Recipe["rewards"] = "[ { use: length, unit: characters, target: 4 } ]";
        _folder.Recipe["rollouts"] = "{ prompts_per_step: 2, group_size: 4, max_tokens: 8 }";
        _folder.Recipe["training"] = "{ steps: 50, learning_rate: 1.0e-3, weight_decay: 1000, checkpoint_every: 3, keep_checkpoints: 1 }";
        var result = (await _folder.RunAsync()).Expect(1);
        Assert.Contains("step-000003", _folder.Checkpoints().SkipLast(1));
        Assert.Contains($"is saved in run/checkpoints/{_folder.Checkpoints()[^1]}.", result.Error, StringComparison.Ordinal);
    }
}

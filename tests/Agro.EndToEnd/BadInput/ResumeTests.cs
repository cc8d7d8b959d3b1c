namespace Agro.EndToEnd.BadInput;

public sealed class ResumeTests : IDisposable
{
    private readonly TrainedRun _trained;
    private readonly RunFolder _folder = new();

    public ResumeTests(TrainedRun trained)
    {
        _trained = trained;
        _folder.Recipe["training"] = TrainedRun.Training.Replace("steps: 2", "steps: 3");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Fails unless resuming is refused with these lines, and nothing of the run is changed.</summary>
    private async Task ExpectRefusalAsync(params string[] lines)
    {
        var before = Files();
        var result = (await _folder.RunAsync("--resume")).Expect(2);
        RunFolder.AssertLines(lines, result);
        Assert.Equal(before, Files());
    }

    private List<string> Files() =>
    [
        .. Directory.EnumerateFiles(_folder.Run, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    private void Truncate(string file, int bytes)
    {
        using var stream = File.Open(_folder.Of(file), FileMode.Open);
        stream.SetLength(stream.Length - bytes);
    }

    [Fact]
    public async Task Without_a_run_there_is_nothing_to_resume()
    {
        RunFolder.AssertLines(["run holds no run to resume (no run.json)"], (await _folder.RunAsync("--resume")).Expect(2));
        Assert.False(Directory.Exists(_folder.Run));
        var result = (await _folder.HostAsync("run", "recipe.yaml", "--resume")).Expect(2);
        RunFolder.AssertLines(["no run of 'tiny' to resume in runs: name its folder with --output"], result);
        Assert.False(Directory.Exists(_folder.Of("runs")));
    }

    [Theory]
    [InlineData("model.safetensors", 1, "tensor 'model.norm.weight' ends at byte …")]
    [InlineData("model.safetensors", 60_000, "tensor …")]
    [InlineData("optimizer.safetensors", 1, "tensor …")]
    [InlineData("agro.json", 20, "the state of the checkpoint cannot be read: …")]
    [InlineData("config.json", 10, null)]
    public async Task A_damaged_checkpoint_is_named_with_the_older_one_that_is_whole(string file, int bytes, string? fault)
    {
        await _trained.CopyRunAsync(_folder);
        Truncate($"run/checkpoints/step-000002/{file}", bytes);
        await ExpectRefusalAsync(
            $"the newest checkpoint, run/checkpoints/step-000002, is damaged: run/checkpoints/step-000002/{file}:{(fault is null ? "…" : $" {fault}")}",
            "run/checkpoints/step-000001 is complete: remove or rename step-000002 to go on from there");

        // The advice holds.
        Directory.Move(_folder.Of("run/checkpoints/step-000002"), _folder.Of("run/damaged"));
        (await _folder.RunAsync("--resume")).Expect(0);
        Assert.Equal(["step-000002", "step-000003"], _folder.Checkpoints());
        Assert.Equal(3, File.ReadLines(_folder.Of("run/metrics.jsonl")).Count());
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("agro.json")]
    [InlineData("config.json")]
    public async Task A_checkpoint_that_lacks_a_file_does_not_send_the_run_back_unasked(string file)
    {
        await _trained.CopyRunAsync(_folder);
        File.Delete(_folder.Of($"run/checkpoints/step-000002/{file}"));
        await ExpectRefusalAsync(
            "the newest checkpoint, run/checkpoints/step-000002, is damaged: …",
            "run/checkpoints/step-000001 is complete: remove or rename step-000002 to go on from there");
    }

    [Fact]
    public async Task With_every_checkpoint_damaged_the_run_is_not_started_again_over_itself()
    {
        await _trained.CopyRunAsync(_folder);
        Truncate("run/checkpoints/step-000001/model.safetensors", 8);
        Truncate("run/checkpoints/step-000002/model.safetensors", 8);
        await ExpectRefusalAsync(
            "the newest checkpoint, run/checkpoints/step-000002, is damaged: …",
            "There is no older one that is complete: start again with another --output");
    }

    [Fact]
    public async Task A_checkpoint_of_another_model_is_refused()
    {
        await _trained.CopyRunAsync(_folder);
        _folder.Write("model/config.json", RunFolder.Config.Replace("\"hidden_size\": 32", "\"hidden_size\": 64"));
        await ExpectRefusalAsync(
            "run/checkpoints/step-000002 is a checkpoint of another model than policy.model, model: its hidden_size is 32, not 64. "
            + "Resume with the recipe that the run was started with");
    }

    [Fact]
    public async Task What_a_killed_process_left_unfinished_is_cleared_away()
    {
        await _trained.CopyRunAsync(_folder);
        _folder.Copy(_folder.Of("run/checkpoints/step-000002"), "run/checkpoints/step-000009.tmp");
        _folder.Copy(_folder.Of("run/checkpoints/step-000002"), "run/checkpoints/step-000009.tmp.0123.tmp");
        var result = (await _folder.RunAsync("--resume")).Expect(0);
        Assert.Contains("3 steps, 2 of them done before", result.Output, StringComparison.Ordinal);
        Assert.Equal(["step-000002", "step-000003"], _folder.Checkpoints());
    }
}

namespace Agro.EndToEnd.BadInput;

public sealed class OutputTests(TrainedRun trained) : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("recipe.yaml/run", "recipe.yaml/run: the output folder cannot be written: recipe.yaml is a file")]
    [InlineData("recipe.yaml", "recipe.yaml: the output folder cannot be written: recipe.yaml is a file")]
    [InlineData("/proc/agro", "/proc/agro: the output folder cannot be written: …")]
    public async Task A_folder_that_cannot_be_made_is_named(string output, string message)
    {
        if (output.StartsWith("/proc", StringComparison.Ordinal) && !OperatingSystem.IsLinux()) Assert.Skip("needs /proc");
        _folder.Output = output;
        RunFolder.AssertLines([message], (await _folder.RunAsync()).Expect(2));
        _folder.AssertNothingHalfWritten();
    }

    [Fact]
    public async Task A_folder_with_a_run_in_it_is_left_as_it_is()
    {
        await trained.CopyRunAsync(_folder);
        var metrics = await File.ReadAllTextAsync(_folder.Of("run/metrics.jsonl"), TestContext.Current.CancellationToken);
        RunFolder.AssertLines(["run already holds a run: go on with --resume, or name another folder with --output"], (await _folder.RunAsync()).Expect(2));
        Assert.Equal(metrics, await File.ReadAllTextAsync(_folder.Of("run/metrics.jsonl"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_full_disk_is_no_fault_of_the_program()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs /dev/full");
        Directory.CreateDirectory(_folder.Run);
        File.CreateSymbolicLink(_folder.Of("run/events.jsonl"), "/dev/full");
        RunFolder.AssertLines(["a file of the run cannot be used: No space left on device…"], (await _folder.RunAsync()).Expect(1));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_at_the_end_costs_none_of_the_steps()
    {
        _folder.Write("hook.csx", "OnStep(step => Directory.CreateDirectory(Path.Combine(step.Run.Directory, \"summary.json.tmp\")));");
        _folder.Recipe["hooks"] = "[ { script: hook.csx } ]";
        RunFolder.AssertLines(
            ["a file of the run cannot be used: Access to the path 'run/summary.json.tmp' is denied.", "Step 2 is saved in run/checkpoints/step-000002. …"],
            (await _folder.RunAsync()).Expect(1));
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_ends_the_run_and_the_older_one_stays()
    {
        _folder.Write("hook.csx", """
            OnStep(step =>
            {
                if (step.Step == 2) File.WriteAllText(Path.Combine(step.Run.Directory, "checkpoints", "step-000002.tmp"), "in the way");
            });
            """);
        _folder.Recipe["hooks"] = "[ { script: hook.csx } ]";
        _folder.Recipe["training"] = TrainedRun.Training;
        RunFolder.AssertLines(
            ["run/checkpoints/step-000002: the checkpoint cannot be saved: …", "Step 1 is saved in run/checkpoints/step-000001. …"],
            (await _folder.RunAsync()).Expect(1));
        Assert.Equal(["step-000001"], _folder.Checkpoints());
    }
}

using Agro.Engine.Sweeps;
using Agro.Tests.Comparison;

namespace Agro.Tests.Sweeps;

public sealed class SweepRunTests : IDisposable
{
    private const string Sweep = "{ sweep: s, recipe: recipe.yaml, seeds: [1] }";
    private readonly SweepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>The run of a sweep, of which some steps are done.</summary>
    private SweepRun Started(string? stopReason, bool checkpoint = false)
    {
        var run = _fixture.Read(Sweep).Runs[0];
        using var folders = new RunFolders();
        foreach (var file in Directory.GetFiles(folders.Add("run", 1, [1, 2], stopReason: stopReason)))
            _fixture.Write(Path.Combine("out", run.Name, Path.GetFileName(file)), File.ReadAllText(file));
        File.WriteAllText(run.RecipePath, run.Recipe);
        if (checkpoint) _fixture.Write(Path.Combine("out", run.Name, "checkpoints", "step-000002", "agro.json"), "{}");
        return run;
    }

    [Fact]
    public void A_run_that_went_to_its_end_is_finished()
    {
        var run = Started(null);
        Assert.Equal(SweepRunState.Finished, run.Look());
        run.Prepare(SweepRunState.Finished);
        Assert.True(File.Exists(Path.Combine(run.Directory, "summary.json")));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_from_its_checkpoint()
    {
        var run = Started("stopped by the user", checkpoint: true);
        Assert.Equal(SweepRunState.Resumable, run.Look());
        run.Prepare(SweepRunState.Resumable);
        Assert.True(Directory.Exists(Path.Combine(run.Directory, "checkpoints", "step-000002")));
    }

    [Fact]
    public void Without_a_checkpoint_it_starts_again_in_an_empty_folder()
    {
        var run = Started("stopped by the user");
        Assert.Equal(SweepRunState.New, run.Look());
        run.Prepare(SweepRunState.New);
        Assert.Equal(["recipe.yaml"], Directory.GetFileSystemEntries(run.Directory).Select(path => Path.GetFileName(path)));
        Assert.Equal(run.Recipe, File.ReadAllText(run.RecipePath));
        Assert.Equal(SweepRunState.New, run.Look());
    }

    [Fact]
    public void A_run_of_another_recipe_is_told_and_left_alone()
    {
        var run = Started(null);
        var fault = Assert.Throws<InputException>(() => _fixture.Read(Sweep, "training.steps=9", "rollouts.group_size=2"));
        Assert.Equal(
            [
                $"{_fixture.Output}: holds runs of other recipes: name another folder with --output, or remove them",
                "  seed-1: rollouts.group_size was 4, is now 2; training.steps was 4, is now 9",
            ],
            fault.Message.Split('\n'));
        Assert.Equal(run.Recipe, File.ReadAllText(run.RecipePath));
        Assert.Equal(SweepRunState.Finished, _fixture.Read(Sweep).Runs[0].Look());
    }

    [Fact]
    public void An_option_that_is_new_since_the_run_counts_with_its_default()
    {
        var run = Started(null);
        File.WriteAllText(run.RecipePath, run.Recipe.Replace("  max_failed_share: 0.5\n", ""));
        Assert.NotEqual(run.Recipe, File.ReadAllText(run.RecipePath));
        Assert.Equal(SweepRunState.Finished, _fixture.Read(Sweep).Runs[0].Look());
    }

    [Fact]
    public void Two_sweeps_do_not_work_in_one_folder()
    {
        using (SweepFolder.Open(_fixture.Output))
        {
            var fault = Assert.Throws<InputException>(() => SweepFolder.Open(_fixture.Output));
            Assert.StartsWith($"{_fixture.Output}: another sweep is at work there", fault.Message, StringComparison.Ordinal);
        }

        SweepFolder.Open(_fixture.Output).Dispose();
    }
}

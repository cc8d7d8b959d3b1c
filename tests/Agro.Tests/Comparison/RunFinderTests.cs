using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public sealed class RunFinderTests : IDisposable
{
    private readonly RunFolders _folders = new();

    public RunFinderTests()
    {
        foreach (var name in new[] { "runs/a-1", "runs/a-2", "runs/b-1", "sweep/x", "sweep/tune/y" }) _folders.Add(name, 1, [1]);
        Directory.CreateDirectory(_folders.Of("runs/none"));
    }

    public void Dispose() => _folders.Dispose();

    private string[] Find(params string[] paths) =>
        [.. RunFinder.Find(paths.Select(_folders.Of)).Select(run => Path.GetRelativePath(_folders.Path, run.Directory))];

    private string Fault(string path) => Assert.Throws<InputException>(() => Find(path)).Message.Replace(_folders.Path + Path.DirectorySeparatorChar, "");

    [Fact]
    public void Runs_are_found_by_folder_by_the_folder_above_and_by_pattern()
    {
        Assert.Equal(["runs/b-1"], Find("runs/b-1"));
        Assert.Equal(["runs/a-1", "runs/a-2", "runs/b-1"], Find("runs"));
        Assert.Equal(["runs/a-1", "runs/a-2"], Find("runs/a*"));
        Assert.Equal(["runs/a-1", "runs/b-1"], Find("run?/*-1"));
    }

    [Fact]
    public void A_run_that_is_named_twice_is_found_once() => Assert.Equal(["runs/a-1", "runs/a-2", "runs/b-1"], Find("runs/a-1", "runs", "runs/*"));

    [Fact]
    public void What_a_sweep_tried_to_choose_is_not_among_its_runs()
    {
        Assert.Equal(["sweep/x"], Find("sweep"));
        Assert.Equal(["sweep/tune/y"], Find("sweep/tune"));
    }

    [Fact]
    public void What_is_no_run_is_told()
    {
        Assert.Equal("runs/a-3: no such folder. Did you mean 'a-1'?", Fault("runs/a-3"));
        Assert.Equal("runs/none: is neither a run folder (run.json) nor a folder of run folders", Fault("runs/none"));
        Assert.Equal("runs/c*: matches no run folder (run.json)", Fault("runs/c*"));
    }
}

using Agro.Engine.Checkpoints;

namespace Agro.Tests.Checkpoints;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checkpoints_come_in_the_order_of_their_steps_and_unfinished_ones_are_none()
    {
        var run = RunFolder.New(_folder.Of("run"), "tiny");
        run.Prepare();
        foreach (var name in new[] { "step-1000000", "step-999999", "step-000003", "step-1000001.tmp", "step-000004.0123.old", "step-best", "notes" })
        {
            Directory.CreateDirectory(Path.Combine(run.Checkpoints, name));
        }

        Assert.Equal(["step-000003", "step-999999", "step-1000000"], run.ListCheckpoints().Select(Path.GetFileName));
        Assert.Equal(["step-000004.0123.old", "step-1000001.tmp"], run.ListUnfinished().Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Looking_whether_a_folder_can_be_written_leaves_nothing()
    {
        RunFolder.New(_folder.Of("some/where/run"), "tiny").CheckWritable();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }
}

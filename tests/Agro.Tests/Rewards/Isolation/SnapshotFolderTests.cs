using Agro.Engine.Rewards.Isolation;

namespace Agro.Tests.Rewards.Isolation;

public class SnapshotFolderTests
{
    [Fact]
    public void What_a_host_left_behind_is_removed_and_what_one_holds_is_not()
    {
        var (left, held) = (Directory.CreateTempSubdirectory("agro-isolation-").FullName, Directory.CreateTempSubdirectory("agro-isolation-").FullName);
        File.WriteAllText(Path.Combine(left, "lock"), "");
        Directory.CreateDirectory(Path.Combine(left, "1"));
        using (new FileStream(Path.Combine(held, "lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            SnapshotFolder.RemoveLeftBehind();
            Assert.False(Directory.Exists(left));
            Assert.True(Directory.Exists(held));
        }

        SnapshotFolder.RemoveLeftBehind();
        Assert.False(Directory.Exists(held));
    }
}

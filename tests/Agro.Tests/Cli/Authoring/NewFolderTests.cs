using Agro.Cli.Authoring;

namespace Agro.Tests.Cli.Authoring;

public sealed class NewFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_there_stays_as_it_is()
    {
        _folder.Write("Mine/notes.txt", "mine");
        var message = Assert.Throws<InputException>(() => NewFolder.Write(_folder.Of("Mine"), [File("a.txt")])).Message;
        Assert.Contains("is there already", message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => NewFolder.Write(_folder.Of("Mine/notes.txt"), File("notes.txt")));
        Assert.Equal(["mine"], System.IO.File.ReadAllLines(Assert.Single(Everything())));
    }

    [Fact]
    public void What_fails_half_way_leaves_nothing()
    {
        // A file cannot be a folder too.
        Assert.Throws<InputException>(() => NewFolder.Write(_folder.Of("Mine"), [File("a"), File("a/b")]));
        Assert.Empty(Everything());
    }

    [Fact]
    public void The_folders_above_are_made()
    {
        NewFolder.Write(_folder.Of("x/y/Mine"), [File("a/b")]);
        Assert.Equal([_folder.Of("x/y/Mine/a/b")], Everything());
    }

    private IEnumerable<string> Everything() => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories);

    private static NewFile File(string path) => new(path, "text"u8.ToArray());
}

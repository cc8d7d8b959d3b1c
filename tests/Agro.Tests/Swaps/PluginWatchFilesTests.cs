using Agro.Engine.Plugins;
using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

public sealed class PluginWatchFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string letters;
    private readonly string words;
    private readonly string mine;

    /// <summary>Mine.dll uses Words.dll, which uses Letters.dll.</summary>
    public PluginWatchFilesTests()
    {
        letters = PluginCompiler.Compile(folder.Of("Letters.dll"), "public static class Letters { public static double One => 1; }");
        words = PluginCompiler.Compile(folder.Of("Words.dll"), "public static class Words { public static double One => Letters.One; }", letters);
        mine = PluginCompiler.Compile(folder.Of("Mine.dll"), PluginCompiler.Returning("mine", "Words.One"), words);
    }

    public void Dispose() => folder.Dispose();

    private string HashNow() => PluginFiles.Of(PluginMetadata.TryRead(mine)!).Hash();

    private PluginWatchFiles Watch(string? inUse = null) => new(mine, inUse ?? HashNow());

    private string? Problem(PluginWatchFiles files)
    {
        files.Hash();
        return files.Problem()?.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private string[] Names(PluginWatchFiles files) => [.. files.Files.Select(file => Path.GetRelativePath(folder.Path, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_plugin_at_rest_has_the_hash_that_it_was_loaded_with()
    {
        var plugin = Assert.Single(PluginCatalog.Load(new() { BuiltInFolder = null, Paths = [mine] }).Plugins);
        var files = Watch();
        Assert.Equal(plugin.Hash, files.Hash());
        Assert.Null(files.Problem());
        Assert.Equal(["Letters.dll", "Mine.deps.json", "Mine.dll", "Words.dll"], Names(files));
    }

    [Fact]
    public void What_a_dependency_lacks_is_looked_for_too()
    {
        var files = Watch();
        File.Delete(letters);
        Assert.Equal("Mine.dll: Words.dll needs Letters 0.0.0, which is not beside it", Problem(files));
        Assert.Equal(["Letters.dll", "Mine.deps.json", "Mine.dll", "Words.dll"], Names(files));
    }

    [Fact]
    public void What_the_version_in_use_lacks_others_may_lack_too()
    {
        PluginCompiler.Compile(letters, "public static class Letters { public static double Two => 1; }");
        Directory.CreateDirectory(folder.Of("runtimes"));
        File.WriteAllText(folder.Of("runtimes/odd.dll"), "not a DLL");
        var files = Watch();
        Assert.Null(Problem(files));
        PluginCompiler.Compile(mine, PluginCompiler.Returning("mine", "Words.One + 1"), words);
        Assert.Null(Problem(files));

        var others = Watch("another hash");
        Assert.StartsWith("runtimes/odd.dll: is no", Problem(others)!.Replace('\\', '/'), StringComparison.Ordinal);
        File.Delete(folder.Of("runtimes/odd.dll"));
        Assert.Equal("Mine.dll: Words.dll calls Letters.dll's Letters.One, which that file does not have: the two are from different builds", Problem(others));
    }

    [Fact]
    public void Files_that_go_stay_looked_for()
    {
        var files = Watch();
        File.Delete(mine);
        Assert.Equal("Mine.dll: is not there", Problem(files));
        Assert.Equal(["Letters.dll", "Mine.deps.json", "Mine.dll", "Words.dll"], Names(files));
        Directory.Delete(folder.Path, recursive: true);
        Assert.Equal("Mine.dll: is not there", Problem(files));
        Assert.Equal(["Letters.dll", "Mine.deps.json", "Mine.dll", "Words.dll"], Names(files));
        Directory.CreateDirectory(folder.Path);
    }

    [Fact]
    public void Damaged_files_have_a_hash_of_their_own()
    {
        var files = Watch();
        var hashes = new HashSet<string> { files.Hash() };
        foreach (var content in new[] { "", "a", "b" })
        {
            File.WriteAllText(mine, content);
            Assert.True(hashes.Add(files.Hash()));
            Assert.NotNull(files.Problem());
        }
    }

    [Fact]
    public void A_watch_may_begin_while_files_are_in_motion()
    {
        var hash = HashNow();
        File.Delete(mine);
        var files = Watch(hash);
        Assert.Equal("Mine.dll: is not there", Problem(files));
        Assert.Equal(["Mine.deps.json", "Mine.dll"], Names(files));
    }

    [Fact]
    public async Task Looking_never_keeps_a_build_from_writing()
    {
        var whole = File.ReadAllBytes(mine);
        var files = Watch();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) Look();
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 2000; i++)
        {
            // As a compiler opens what it writes.
            using var stream = new FileStream(mine, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.Write(whole);
        }

        await stop.CancelAsync();
        await reader;

        void Look()
        {
            try
            {
                _ = (files.Hash(), files.Problem());
            }
            catch (Exception exception) when (exception is IOException or InputException)
            {
                // Where files are locked against reading, they are looked at again.
            }
        }
    }

    [Fact]
    public async Task A_file_that_is_written_anew_while_it_is_looked_at_does_no_harm()
    {
        // As large as files that the runtime would map into memory.
        var large = PluginCompiler.Compile(mine, PluginCompiler.Constant("mine", 1)
            + string.Concat(Enumerable.Range(0, 2000).Select(i => FormattableString.Invariant($"public class Part{i} {{ public int Member{i}; }}\n"))));
        Assert.InRange(new FileInfo(large).Length, 100_000, 10_000_000);
        var whole = File.ReadAllBytes(large);
        var files = Watch();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.WriteAllBytes(large, whole[..1000]);
                File.WriteAllBytes(large, whole);
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 200; i++)
        {
            try
            {
                files.Hash();
                files.Problem();
            }
            catch (IOException)
            {
                // It was written just then.
            }
        }

        await stop.CancelAsync();
        await writer;
        Assert.Null(Problem(files));
    }
}

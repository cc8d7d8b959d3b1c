using Agro.Engine.Plugins;
using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

/// <summary>
/// A plugin Mine.dll that uses a Words.dll beside it, watched while its files change. Of both there are versions 1, 2 and 3: those of
/// version 2 go with no others; 1 and 3 go with each other.
/// </summary>
internal sealed class WatchedPlugin : IDisposable
{
    private const int LookEvery = 50, Tick = 10;
    private static readonly Lazy<Dictionary<string, byte[]>> Builds = new(Build);
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> names = [];
    private readonly ManualTime time = new();
    private readonly PluginWatchFiles files;
    private readonly FileSetWatch watch;

    /// <param name="isLink">Whether the plugin's folder is a link to the folder <c>a</c>; otherwise it is a plain one.</param>
    public WatchedPlugin(bool isLink)
    {
        Directory.CreateDirectory(Of("a"));
        if (isLink) Directory.CreateSymbolicLink(Of("bin"), "a");
        else Directory.CreateDirectory(Of("bin"));
        Write("Words", 1);
        Write("Mine", 1);
        var inUse = HashNow();
        files = new(Of("bin/Mine.dll"), inUse);
        watch = new(new(() => files.Files, Hash, () => files.Problem()), inUse, time);
        Wait(500);
    }

    /// <summary>What was reported: the versions of both files, or the problem; with the time.</summary>
    public List<(int At, string What)> Reports { get; } = [];

    /// <summary>When the files changed for the last time.</summary>
    public int ChangedAt { get; private set; }

    /// <summary>Whether reading fails.</summary>
    public bool IsLocked { get; set; }

    /// <summary>Happens once, while the files are read.</summary>
    public Action? WhileReading { get; set; }

    public int Now => time.Now;

    public string Of(string name) => folder.Of(name);

    /// <summary>Writes a version of a file over the old one.</summary>
    public void Write(string file, int version, string to = "bin") => Write(file, version, ^0, to);

    /// <summary>Writes the beginning of a version.</summary>
    public void Write(string file, int version, Index end, string to = "bin") =>
        Put(Of($"{to}/{file}.dll"), BytesOf(file, version)[..end], $"{file}{version}");

    /// <summary>Writes something else: a variant does what version 1 does, and is another file.</summary>
    public void WriteVariant(int number) => Put(Of("bin/Mine.dll"), [.. BytesOf("Mine", 1), .. BitConverter.GetBytes(number)], $"variant{number}");

    public void WriteBytes(string file, byte[] content) => Put(Of($"bin/{file}"), content, file);

    /// <summary>Writes a version beside the old file and moves it over that.</summary>
    public void MoveOver(string file, int version)
    {
        Write(file, version, "a");
        File.Move(Of($"a/{file}.dll"), Of($"bin/{file}.dll"), overwrite: true);
    }

    public void MoveVariantOver(int number)
    {
        Put(Of("a/Mine.dll"), [.. BytesOf("Mine", 1), .. BitConverter.GetBytes(number)], $"variant{number}");
        File.Move(Of("a/Mine.dll"), Of("bin/Mine.dll"), overwrite: true);
    }

    public void Delete(string file)
    {
        File.Delete(Of($"bin/{file}.dll"));
        ChangedAt = Now;
    }

    /// <summary>Makes the plugin's folder a link to another one.</summary>
    public void Flip(string to)
    {
        Directory.Delete(Of("bin"));
        Directory.CreateSymbolicLink(Of("bin"), to);
        ChangedAt = Now;
    }

    /// <summary>Says that the present files are in use.</summary>
    public void Use() => watch.Use(HashNow());

    /// <summary>Says that they are in use after something happened to them, and some time too.</summary>
    public void UseAfter(Action happens)
    {
        var hash = HashNow();
        happens();
        Wait(300);
        watch.Use(hash);
    }

    /// <summary>Lets time go on, with a look every 50 ms.</summary>
    public void Wait(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += Tick)
        {
            time.Advance(Tick);
            if (Now % LookEvery == 0 && watch.Look() is { } change) Reports.Add((Now, change.Problem is { } problem ? $"problem: {problem}" : NameOf(change.Hash)));
        }
    }

    public static byte[] BytesOf(string file, int version) => Builds.Value[$"{file}{version}"];

    /// <summary>What the files are now, as reports call it.</summary>
    public string Present() => NameOf(HashNow());

    public void Dispose() => folder.Dispose();

    /// <summary>Files get the time of the clock: written within one tick of the system's, they would look the same.</summary>
    private void Put(string path, byte[] content, string label)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) stream.Write(content);
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        names[Convert.ToHexString(content)] = label;
        ChangedAt = Now;
    }

    private string Hash()
    {
        if (IsLocked) throw new IOException("locked by another process");
        var hash = files.Hash();
        var action = WhileReading;
        WhileReading = null;
        action?.Invoke();
        return hash;
    }

    private string HashNow() => PluginFiles.Of(PluginMetadata.TryRead(Of("bin/Mine.dll"))!).Hash();

    /// <summary>Names a state by its files, if it is the present one.</summary>
    private string NameOf(string hash) => hash != HashNow() ? "not what is there" : string.Join(" ", new[] { "Mine", "Words" }
        .Select(file => names[Convert.ToHexString(File.ReadAllBytes(Of($"bin/{file}.dll")))]))
        + (File.Exists(Of("bin/Mine.deps.json")) ? " deps" : "");

    private static Dictionary<string, byte[]> Build()
    {
        using var folder = new TemporaryFolder();
        var builds = new Dictionary<string, byte[]>();
        foreach (var (version, taken, given) in new[] { (1, "double x", "1.5"), (2, "double x, double y", "1.5, 2"), (3, "double x", "3.5") })
        {
            var words = PluginCompiler.Compile(folder.Of($"{version}/Words.dll"), $"public static class Words {{ public static double Of({taken}) => x + {version}; }}");
            var mine = PluginCompiler.Compile(folder.Of($"{version}/Mine.dll"), PluginCompiler.Returning("mine", $"Words.Of({given})"), words);
            (builds[$"Words{version}"], builds[$"Mine{version}"]) = (File.ReadAllBytes(words), File.ReadAllBytes(mine));
        }

        return builds;
    }
}

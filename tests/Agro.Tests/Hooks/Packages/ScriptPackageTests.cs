using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks.Packages;

/// <summary>Packages in scripts.</summary>
public sealed class ScriptPackageTests : IDisposable
{
    private const string Words = "#r \"nuget: My.Words, 1.0.0\"\nOnRunStarted(run => run.Log(MyWords.Word));";

    private readonly HookRun run = new();
    private readonly PackageShelf shelf;

    public ScriptPackageTests() => shelf = new(run);

    public void Dispose() => run.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hook_uses_packages_and_what_they_need()
    {
        shelf.AddLibrary("My.Words", "1.0.0", "Other 1.0.0");
        shelf.AddLibrary("Other", "1.0.0");
        var hook = await run.LoadAsync(Words + "\nOnRunStarted(run => run.Log(Other.Word));");
        await hook.OnRunStartedAsync(run.Run(), Token);
        Assert.Equal(["My.Words 1.0.0", "Other 1.0.0"], run.Log);
        Assert.Equal(["hook.csx", "My.Words.dll", "Other.dll"], hook.Files.Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public async Task A_package_without_assemblies_may_be_named()
    {
        shelf.Add("Empty", "1.0.0");
        await run.LoadAsync("#r \"nuget: Empty\"");
    }

    [Fact]
    public void A_package_that_is_not_restored_is_said_with_its_place()
    {
        run.Write("part.csx", "\n#r \"nuget: Absent, 1.0\"");
        var script = run.Write("hook.csx", "#r  \"nuget: Other\"\n#load \"part.csx\"\nint x = ;");
        var fault = Assert.Throws<ScriptFaultException>(() => ScriptCompiler.Compile(script, run.Folders));
        var lines = fault.Message.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{script}:1:5: package Other is not restored on this machine.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{run.Of("part.csx")}:2:4: package Absent 1.0.0 is not restored on this machine.", lines[1], StringComparison.Ordinal);
        Assert.Equal([script, run.Of("part.csx")], fault.Files);
    }

    [Fact]
    public async Task A_cached_script_follows_the_newest_restored_version()
    {
        var folders = run.Folders with { Cache = run.Of("cache") };
        shelf.AddLibrary("My.Words", "1.0.0");
        var text = Words.Replace(", 1.0.0", "", StringComparison.Ordinal);
        foreach (var version in new[] { "1.0.0", "1.1.0", "1.1.0" })
        {
            shelf.AddLibrary("My.Words", version);
            var hook = await run.LoadAsync(text, folders);
            await hook.OnRunStartedAsync(run.Run(), Token);
        }

        Assert.Equal(["My.Words 1.0.0", "My.Words 1.1.0", "My.Words 1.1.0"], run.Log);
    }

    [Fact]
    public async Task A_cached_script_needs_its_packages_still()
    {
        var folders = run.Folders with { Cache = run.Of("cache") };
        shelf.AddLibrary("My.Words", "1.0.0");
        await run.LoadAsync(Words, folders);
        Directory.Delete(run.Of("packages"), recursive: true);
        await Assert.ThrowsAsync<ScriptFaultException>(() => run.LoadAsync(Words, folders));
    }
}

using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

public sealed class ScriptCacheTests : IDisposable
{
    private const string Script = "#load \"part.csx\"\nOnRunStarted(run => run.Log($\"{One()}\"));";

    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private ScriptFolders Folders => run.Folders with { Cache = run.Of("cache") };

    private string[] Entries => Directory.Exists(Folders.Cache) ? Directory.GetFiles(Folders.Cache) : [];

    /// <summary>Compiles the script, or finds it; compiling gives an assembly with another identity each time.</summary>
    private CompiledScript Compile(string text = Script)
    {
        run.Write("hook.csx", text);
        return ScriptCompiler.Compile(run.Of("hook.csx"), Folders);
    }

    private void Write(string part) => run.Write("part.csx", $"int One() => {part};");

    /// <summary>Marks the only entry, so that a script that comes from it is known by the mark.</summary>
    private void Mark()
    {
        var entry = ScriptCacheEntry.Read(File.ReadAllBytes(Assert.Single(Entries)))!;
        File.WriteAllBytes(Entries[0], (entry with { Entry = ("Marked", entry.Entry.Method) }).ToBytes());
    }

    private static bool IsFromCache(CompiledScript script) => script.EntryType == "Marked";

    [Fact]
    public void A_script_that_has_not_changed_is_not_compiled_again()
    {
        Write("1");
        var first = Compile();
        var second = Compile();
        Assert.Equal(first.Image, second.Image);
        Assert.Equal(first.Symbols, second.Symbols);
        Assert.Equal(first.Files, second.Files);
        Assert.Equal((first.Path, first.EntryType, first.EntryMethod), (second.Path, second.EntryType, second.EntryMethod));
        Mark();
        Assert.True(IsFromCache(Compile()));
    }

    [Fact]
    public async Task A_hook_from_the_cache_runs_and_its_faults_have_their_lines()
    {
        Write("throw new FormatException(\"odd\")");
        await ScriptHook.LoadAsync(run.Write("hook.csx", Script), Folders, TestContext.Current.CancellationToken);
        var hook = await ScriptHook.LoadAsync(run.Of("hook.csx"), Folders, TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<PluginException>(() => hook.OnRunStartedAsync(run.Run(), TestContext.Current.CancellationToken).AsTask());
        Assert.Equal($"FormatException: odd at {run.Of("part.csx")}:1", fault.Detail);
        Assert.Equal(hook.Hash, ScriptFiles.Hash(hook.Files));
    }

    [Fact]
    public void A_change_of_the_script_makes_another_entry()
    {
        Write("1");
        Compile();
        Mark();
        Assert.False(IsFromCache(Compile(Script + "\n")));
        Assert.Equal(2, Entries.Length);
        Assert.True(IsFromCache(Compile()));
    }

    [Fact]
    public void A_change_of_what_the_script_loads_replaces_the_entry()
    {
        Write("1");
        Compile();
        Mark();
        Write("2");
        Assert.False(IsFromCache(Compile()));
        Assert.Single(Entries);
        File.Delete(run.Of("part.csx"));
        Assert.Throws<ScriptFaultException>(() => Compile());
    }

    [Fact]
    public void A_change_of_a_DLL_or_of_what_it_needs_counts()
    {
        void Build(int number) => PluginCompiler.Compile(run.Of("Outer.dll"), "public class Outer { public Inner Inner; }",
            PluginCompiler.Compile(run.Of("Inner.dll"), $"public class Inner {{ public const int B = {number}; }}"));
        Build(1);
        Compile("#r \"Outer.dll\"");
        Mark();
        Assert.True(IsFromCache(Compile("#r \"Outer.dll\"")));
        PluginCompiler.Compile(run.Of("Inner.dll"), "public class Inner { public const int B = 2; }");
        Assert.False(IsFromCache(Compile("#r \"Outer.dll\"")));
    }

    [Fact]
    public void The_same_script_elsewhere_is_another_for_its_lines_name_its_file()
    {
        Write("1");
        Compile();
        Mark();
        run.Write("other/part.csx", "int One() => 1;");
        Assert.False(IsFromCache(ScriptCompiler.Compile(run.Write("other/hook.csx", Script), Folders)));
    }

    [Fact]
    public void A_damaged_entry_is_compiled_anew_and_replaced()
    {
        Write("1");
        var first = Compile();
        var whole = File.ReadAllBytes(Entries[0]);
        byte[][] damages = [[], whole[..20], whole[..^1], [.. whole, 0], [.. whole[..100], (byte)(whole[100] ^ 1), .. whole[101..]]];
        foreach (var damage in damages)
        {
            File.WriteAllBytes(Entries[0], damage);
            Assert.Equal(first.EntryType, Compile().EntryType);
            Assert.NotNull(ScriptCacheEntry.Read(File.ReadAllBytes(Assert.Single(Entries))));
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_does_not_matter()
    {
        Write("1");
        run.Write("cache", "a file where the folder would be");
        Assert.NotEmpty(Compile().Image);
        Assert.NotEmpty(Compile().Image);
    }

    [Fact]
    public void A_script_that_does_not_compile_leaves_no_entry()
    {
        Write("1");
        Assert.Throws<ScriptFaultException>(() => Compile("int x = ;"));
        Assert.Empty(Entries);
    }

    [Fact]
    public void The_entries_that_were_used_longest_ago_are_dropped()
    {
        Write("1");
        Directory.CreateDirectory(Folders.Cache!);
        for (var day = 0; day < ScriptCache.Capacity + 5; day++)
        {
            var file = Path.Combine(Folders.Cache!, $"entry-{day}");
            File.WriteAllText(file, "");
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day));
        }

        Compile();
        Assert.Equal(ScriptCache.Capacity, Entries.Length);
        Assert.False(File.Exists(Path.Combine(Folders.Cache!, "entry-5")));
        Assert.True(File.Exists(Path.Combine(Folders.Cache!, "entry-6")));
        Assert.Single(Entries, file => ScriptCacheEntry.Read(File.ReadAllBytes(file)) is not null);
    }
}

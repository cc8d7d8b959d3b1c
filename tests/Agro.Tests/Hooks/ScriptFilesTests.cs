using System.Security.Cryptography;
using System.Text;
using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

public sealed class ScriptFilesTests : IDisposable
{
    private const string Text = "#r \"lib/Part.dll\"\n#load \"z.csx\"\n#load \"sub/a.csx\"";

    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private async Task<ScriptHook> LoadAsync()
    {
        PluginCompiler.Compile(run.Of("lib/Part.dll"), "public static class Part { }");
        run.Write("z.csx", "int Z() => 1;");
        run.Write("sub/a.csx", "#load \"b.csx\"");
        run.Write("sub/b.csx", "int B() => 1;");
        return await run.LoadAsync(Text);
    }

    [Fact]
    public async Task The_files_of_a_hook_are_the_script_then_what_it_loads_then_its_DLLs()
    {
        string[] names = ["hook.csx", "sub/a.csx", "sub/b.csx", "z.csx", "lib/Part.dll"];
        Assert.Equal(names.Select(run.Of), (await LoadAsync()).Files);
    }

    [Fact]
    public async Task The_hash_is_that_of_the_lines_that_sha256sum_prints()
    {
        var hook = await LoadAsync();
        string[] names = ["hook.csx", "sub/a.csx", "sub/b.csx", "z.csx", "lib/Part.dll"];
        var lines = names.Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(run.Of(name))))}  {name}\n");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))), hook.Hash);
        Assert.Equal(hook.Hash, ScriptFiles.Hash(hook.Files));
    }

    [Theory]
    [InlineData("hook.csx")]
    [InlineData("sub/b.csx")]
    [InlineData("lib/Part.dll")]
    public async Task A_change_of_any_file_changes_the_hash(string name)
    {
        var hook = await LoadAsync();
        var content = File.ReadAllBytes(run.Of(name));
        await File.WriteAllBytesAsync(run.Of(name), [.. content, 10], TestContext.Current.CancellationToken);
        Assert.NotEqual(hook.Hash, ScriptFiles.Hash(hook.Files));
        await File.WriteAllBytesAsync(run.Of(name), content, TestContext.Current.CancellationToken);
        Assert.Equal(hook.Hash, ScriptFiles.Hash(hook.Files));
    }

    [Fact]
    public async Task A_file_that_is_gone_changes_the_hash()
    {
        var hook = await LoadAsync();
        File.Delete(run.Of("z.csx"));
        Assert.NotEqual(hook.Hash, ScriptFiles.Hash(hook.Files));
    }

    [Fact]
    public async Task The_hash_stays_when_the_folder_moves()
    {
        using var other = new HookRun();
        Assert.Equal((await run.LoadAsync("// same")).Hash, (await other.LoadAsync("// same")).Hash);
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Agro.Tests;

namespace Agro.EndToEnd.BadInput;

/// <summary>Files that exist and may not be read. Root may read everything: other tests put a folder there, or a file that fails at every read.</summary>
public sealed partial class PermissionTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("recipe.yaml")]
    [InlineData("model/config.json")]
    [InlineData("model/tokenizer.json")]
    [InlineData("model/model.safetensors")]
    [InlineData("data.jsonl")]
    [InlineData("plugins/Mine/Mine.dll")]
    [InlineData("hook.csx")]
    public async Task A_file_that_may_not_be_read_is_named(string file)
    {
        if (!CanBeLocked()) return;
        _folder.Write("data.jsonl", "{\"prompt\": \"a\"}\n");
        _folder.Write("hook.csx", "");
        _folder.Write("model/model.safetensors", "");
        _folder.AddPlugin(PluginCompiler.Constant("mine", 1));
        _folder.Recipe["data"] = "{ train: { use: jsonl, path: data.jsonl } }";
        _folder.Recipe["hooks"] = "[ { script: hook.csx } ]";
        if (file.EndsWith("safetensors", StringComparison.Ordinal)) _folder.Recipe["policy"] = "{ model: model }";
        _folder.WriteRecipe();
        File.SetUnixFileMode(_folder.Of(file), UnixFileMode.None);
        var result = (await _folder.HostAsync("run", "recipe.yaml", "--output", "run")).Expect(2);
        Assert.StartsWith($"{file}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("denied", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Run));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_named()
    {
        if (!CanBeLocked()) return;
        Directory.CreateDirectory(_folder.Of("locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _folder.Output = "locked/run";
        RunFolder.AssertLines(["locked/run: the output folder cannot be written: …"], (await _folder.RunAsync()).Expect(2));
    }

    /// <summary>Skips where permissions keep nobody out.</summary>
    [UnsupportedOSPlatformGuard("windows")]
    private static bool CanBeLocked()
    {
        var kept = !OperatingSystem.IsWindows() && GetEffectiveUser() != 0;
        if (!kept) Assert.Skip("root reads and writes everything, and Windows has other permissions");
        return kept;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}

using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public class ExportTests
{
    [Fact]
    public async Task An_exported_policy_generates_what_the_original_does()
    {
        using var folder = new TemporaryFolder();
        var result = (await AgroHost.RunAsync(["export", Rows.Stories, "--to", folder.Of("out"), "--dtype", "float32"])).Expect(0);
        Assert.Equal(folder.Of("out"), result.Output.TrimEnd());
        string[] arguments = ["--prompt", "Once upon a time", "--greedy", "--max-tokens", "24"];
        var expected = (await AgroHost.RunAsync(["generate", Rows.Stories, .. arguments])).Expect(0).Output;
        Assert.Equal(expected, (await AgroHost.RunAsync(["generate", folder.Of("out"), .. arguments])).Expect(0).Output);
        (await AgroHost.RunAsync(["export", Rows.Stories, "--to", folder.Of("out")])).ExpectRefusal($"{folder.Of("out")}: is there already");
    }

    [Fact]
    public async Task What_cannot_be_exported_is_told()
    {
        using var folder = new TemporaryFolder();
        (await AgroHost.RunAsync(["export", folder.Of("absent"), "--to", folder.Of("out")])).ExpectRefusal($"{folder.Of("absent")}: no such folder");
        (await AgroHost.RunAsync(["export", folder.Path, "--to", folder.Of("out")])).ExpectRefusal($"{folder.Path}: holds no model.safetensors");
        Assert.Contains("--to", (await AgroHost.RunAsync(["export", Rows.Stories])).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("int4", (await AgroHost.RunAsync(["export", Rows.Stories, "--to", folder.Of("out"), "--dtype", "int4"])).Expect(2).Error, StringComparison.Ordinal);
    }
}

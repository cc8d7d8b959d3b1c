using Agro.EndToEnd.BadInput;
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
    public async Task Adapters_are_trained_evaluated_and_merged()
    {
        using var folder = new RunFolder();
        folder.Copy(Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart"), "base");
        folder.Recipe["policy"] = "{ model: base, lora: { rank: 4, alpha: 8 } }";
        folder.Recipe["data"] = "{ train: { use: arithmetic }, eval: { use: arithmetic, split: eval, count: 20 } }";
        folder.Recipe["rewards"] = "[ { use: final-answer } ]";
        folder.Recipe["training"] = "{ steps: 2, learning_rate: 1.0e-2 }";
        (await folder.RunAsync()).Expect(0);
        const string Checkpoint = "run/checkpoints/step-000002";
        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors", "agro.json", "optimizer.safetensors", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFiles(folder.Of(Checkpoint)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var evaluated = (await folder.HostAsync("eval", "recipe.yaml", "--checkpoint", Checkpoint, "--set", "eval.prompts=20", "--json")).Expect(0).Output;
        Assert.Contains("pass@1", evaluated, StringComparison.Ordinal);
        (await folder.HostAsync("eval", Checkpoint, "--set", "eval.prompts=20")).Expect(0);
        (await folder.HostAsync("export", Checkpoint, "--to", "merged", "--merge")).Expect(0);
        Assert.True(File.Exists(folder.Of("merged/model.safetensors")));
        string[] arguments = ["--prompt", "12+9=", "--greedy", "--max-tokens", "24"];
        var expected = (await folder.HostAsync(["generate", Checkpoint, .. arguments])).Expect(0).Output;
        Assert.Equal(expected, (await folder.HostAsync(["generate", "merged", .. arguments])).Expect(0).Output);
        (await folder.HostAsync("export", "base", "--to", "other", "--merge")).ExpectRefusal("base: has no adapters to merge");
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

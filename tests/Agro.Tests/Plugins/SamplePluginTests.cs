using System.Diagnostics;
using System.Runtime.Loader;
using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

/// <summary>The sample under plugins/samples, built apart from the host as a user would build it.</summary>
public sealed class SamplePluginTests : IDisposable
{
    private readonly PluginFolder plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public async Task A_plugin_built_apart_is_dropped_in_scores_and_keeps_its_dependency_to_itself()
    {
        await BuildAsync();
        var dropped = Directory.CreateDirectory(plugins.Of("dropped/WordOverlapReward")).FullName;
        foreach (var file in Directory.EnumerateFiles(plugins.Of("artifacts/bin/WordOverlapReward/release")))
        {
            File.Copy(file, Path.Combine(dropped, Path.GetFileName(file)));
        }

        var catalog = plugins.Load("dropped");
        var component = Assert.Single(catalog.Components);
        var options = Activator.CreateInstance(component.OptionsType!);
        var reward = ComponentFactory.Create<IRewardFunction>(component, options);

        Assert.Equal(1, await ScoreAsync(reward, "paris is the capital of france"));
        Assert.InRange((await ScoreAsync(reward, "Parsi the Capital"))!.Value, 0.5, 0.99);
        Assert.InRange((await ScoreAsync(reward, "zzz"))!.Value, 0, 0.2);
        Assert.StartsWith("Rewards a completion for sharing words", component.Summary, StringComparison.Ordinal);
        var floor = component.OptionsType!.GetProperty("Floor")!;
        Assert.Equal("An overlap below this, from 0 to 1, is worth nothing.", component.Documentation(floor));
        Assert.Equal("0.1.0", component.PluginVersion.Split('+')[0]);
        Assert.Empty(catalog.Notices);

        Assert.Contains(catalog.Plugins[0].Context.Assemblies, assembly => assembly.GetName().Name == "FuzzySharp");
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "FuzzySharp");
    }

    private static async Task<double?> ScoreAsync(IRewardFunction reward, string text)
    {
        var prompt = PluginFolder.Prompt with { Demonstration = "The capital of France is Paris" };
        return (await reward.ScoreAsync(prompt, PluginFolder.Answer(text), TestContext.Current.CancellationToken)).Value;
    }

    private async Task BuildAsync()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = SharedData.Repository,
            RedirectStandardOutput = true,
        };
        // A test runner started by the SDK hands down settings of its own build.
        var inherited = start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase));
        foreach (var name in inherited.ToArray()) start.Environment.Remove(name);
        string[] arguments = ["build", "plugins/samples/WordOverlapReward", "-c", "Release", "--nologo", "--disable-build-servers"];
        foreach (var argument in arguments.Append($"-p:ArtifactsPath={plugins.Of("artifacts")}")) start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }
}

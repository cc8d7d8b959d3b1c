using System.Text.Json.Nodes;
using Agro.Tests;

namespace Agro.EndToEnd;

public sealed class HotSwapTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Plugin => folder.Of("Mine.dll");

    private void Build(double value) => PluginCompiler.Compile(Plugin, PluginCompiler.Constant("mine", value, "Mine"));

    private static string[] Run(string recipe, params string[] more) => ["run", recipe, "--plain", .. more];

    private string Recipe()
    {
        var model = Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart");
        return folder.Write("recipe.yaml", $$"""
            name: swapped
            policy: { model: {{model}} }
            data: { train: { use: arithmetic, max_terms: 2, max_digits: 1 } }
            rewards: [ { use: mine } ]
            algorithm: { use: agro, beta: 0.05 }
            rollouts: { prompts_per_step: 2, group_size: 2, max_tokens: 8 }
            training: { steps: 100000, learning_rate: 1.0e-5 }
            plugins: [ Mine.dll ]
            hooks: [ { script: hook.csx } ]
            """);
    }

    [Fact]
    public async Task A_run_takes_new_versions_and_goes_on_from_its_checkpoint_with_the_newest()
    {
        Build(1);
        folder.Write("hook.csx", "OnStep(step => step.LogMetric(\"mine\", 1));");
        var (recipe, output) = (Recipe(), folder.Of("run"));
        await using (var run = AgroHost.Start(new ProcessStart { Arguments = Run(recipe, "--output", output) }))
        {
            await run.WaitForOutputAsync("step      2/100000");
            Build(2);
            await run.WaitForOutputAsync("mean 1 -> 2, 4 changed, by 1 at most");
            folder.Write("hook.csx", "OnStep(step =>\n  step.LogMetrik(\"mine\", 2));");
            await run.WaitForErrorAsync("hook.csx:2:8: CS1061");
            folder.Write("hook.csx", "OnStep(step =>\n  step.LogMetric(\"mine\", 2));");
            await run.WaitForOutputAsync("(hooks/0)");
            run.Interrupt();
            (await run.WaitAsync()).Expect(0);
        }

        var rewards = File.ReadLines(Path.Combine(output, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal([1, 2], rewards.Select(line => line["reward"]!.GetValue<double>()).Distinct());
        Assert.Equal([1, 2], rewards.Select(line => line["mine"]!.GetValue<double>()).Distinct());
        var list = (await AgroHost.RunAsync(new ProcessStart { Arguments = ["list", "--run", output] })).Expect(0);
        Assert.Contains("rewards/mine  mine (Mine.dll)", list.Output, StringComparison.Ordinal);
        Assert.Contains("CS1061", list.Output, StringComparison.Ordinal);

        Build(3);
        await using var resumed = AgroHost.Start(new ProcessStart { Arguments = Run(recipe, "--output", output, "--resume", "--no-hot-swap") });
        await resumed.WaitForOutputAsync("rewards/mine: goes on as mine");
        resumed.Interrupt();
        await resumed.WaitAsync();
    }
}

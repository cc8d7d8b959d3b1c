using System.Text.Json.Nodes;

namespace Agro.EndToEnd.BadInput;

public sealed class HookTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Use(string script)
    {
        _folder.Write("hooks/mine.csx", script);
        _folder.Recipe["hooks"] = "[ { script: hooks/mine.csx } ]";
    }

    [Fact]
    public async Task A_hook_that_is_not_there_is_named()
    {
        Use("");
        _folder.Recipe["hooks"] = "[ { script: hooks/mein.csx } ]";
        await _folder.ExpectRefusalAsync("recipe.yaml:9:20 hooks.0.script: nothing is at 'hooks/mein.csx' (hooks/mein.csx). Did you mean 'mine.csx'?");
        _folder.Recipe["hooks"] = "[ { script: hooks } ]";
        await _folder.ExpectRefusalAsync("hooks: is a folder; a hook is a C# script (.csx)");
    }

    [Fact]
    public async Task All_errors_of_a_script_are_told_with_their_places()
    {
        Use("""
            OnStep(step =>
            {
                step.Sotp();
                int count = "three";
            });
            OnStop(step => { });
            """);
        await _folder.ExpectRefusalAsync(
            "hooks/mine.csx:3:10: CS1061 'StepContext' does not contain a definition for 'Sotp' and no accessible extension method …",
            "hooks/mine.csx:4:17: CS0029 Cannot implicitly convert type 'string' to 'int'",
            "hooks/mine.csx:6:1: CS0103 The name 'OnStop' does not exist in the current context");
    }

    [Theory]
    [InlineData("")]
    [InlineData("// OnStep(step => step.Stop());")]
    public async Task A_script_that_does_nothing_is_no_mistake(string script)
    {
        Use(script);
        (await _folder.RunAsync()).Expect(0);
    }

    [Fact]
    public async Task A_top_level_that_throws_is_named_with_its_line()
    {
        Use("var limit = 3;\nif (limit > 2) throw new InvalidOperationException(\"not today\");");
        var result = (await _folder.RunAsync()).Expect(1);
        RunFolder.AssertLines(["hooks/mine.csx: hook: top level: InvalidOperationException: not today at hooks/mine.csx:2"], result);
        Assert.False(Directory.Exists(_folder.Run));
    }

    [Fact]
    public async Task What_a_hook_throws_or_sets_wrongly_is_told_once_and_the_run_goes_on()
    {
        Use("""
            OnStep(step => { step.LearningRate = double.NaN; step.RewardWeights.Clear(); });
            OnStep(step =>
            {
                throw new InvalidOperationException("bad hook");
            });
            """);
        _folder.Recipe["training"] = "{ steps: 3, learning_rate: 1.0e-3 }";
        var result = (await _folder.RunAsync()).Expect(0);
        RunFolder.AssertLines(
            [
                "warning: hook hooks/mine.csx: OnStepAsync: InvalidOperationException: bad hook at hooks/mine.csx:4 (the run goes on; told once)",
                "warning: a hook set the learning rate to NaN, allowed is 0 to 1000: it stays as it is",
                "warning: a hook took the weight of reward 'length' away, or set it to what is no finite number: it stays as it is",
            ],
            result);
        var metrics = File.ReadLines(_folder.Of("run/metrics.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([1.0, 2, 3], metrics.Select(line => line["hooks/failed"]!.GetValue<double>()));
        Assert.All(metrics, line => Assert.Equal(1e-3, line["learning_rate"]!.GetValue<double>()));
    }
}

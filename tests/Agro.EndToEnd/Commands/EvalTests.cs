using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public sealed class EvalTests : IDisposable
{
    private static readonly string[] Small =
        ["--set", "eval.prompts=6", "--set", "eval.samples=2", "--set", "eval.metrics=[pass@1, pass@2]"];

    private readonly TemporaryFolder _folder = new();

    private static string Recipe => Path.Combine(AgroHost.Repository, "recipes", "quickstart-base.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_checkpoint_gets_the_metrics_and_completions_that_its_run_gave_it()
    {
        var run = _folder.Of("run");
        string[] oneStep = ["--set", "training.steps=1", "--set", "training.warmup_steps=0", "--set", "rollouts.prompts_per_step=4"];
        (await AgroHost.RunAsync(["run", Recipe, "--plain", "--output", run, .. oneStep, .. Small])).Expect(0);
        var checkpoint = Path.Combine(run, "checkpoints", "step-000001");
        var files = Directory.GetFiles(run, "*", SearchOption.AllDirectories);
        var completions = _folder.Of("completions.jsonl");

        var ofRun = (await AgroHost.RunAsync("eval", run, "--json", "--output", completions)).Expect(0);
        var ofCheckpoint = (await AgroHost.RunAsync("eval", checkpoint, "--json")).Expect(0);
        var ofRecipe = (await AgroHost.RunAsync(["eval", Recipe, "--checkpoint", checkpoint, "--json", .. Small])).Expect(0);

        var expected = Rows.Read(Path.Combine(run, "events.jsonl")).Last(row => row.Text("event") == "evaluation").GetProperty("metrics")
            .GetRawText();
        foreach (var result in new[] { ofRun, ofCheckpoint, ofRecipe })
            Assert.Equal(expected, Assert.Single(Rows.Parse(result.Output)).GetProperty("metrics").GetRawText());
        var lines = File.ReadAllLines(Path.Combine(run, "evaluations.jsonl"));
        Assert.Equal(lines.Where(line => line.StartsWith("{\"step\":1,", StringComparison.Ordinal)), File.ReadAllLines(completions));
        Assert.Equal(files, Directory.GetFiles(run, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_recipe_alone_is_evaluated_on_the_policy_that_it_starts_from()
    {
        var result = (await AgroHost.RunAsync(["eval", Recipe, .. Small])).Expect(0);
        Assert.EndsWith("quickstart-init (step 0) on 6 prompts", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.TrimStart().StartsWith("pass@2 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_evaluated_is_refused()
    {
        (await AgroHost.RunAsync("eval", _folder.Path)).ExpectRefusal($"{_folder.Path}: is neither a run folder");
        (await AgroHost.RunAsync("eval", _folder.Of("no.yaml"))).ExpectRefusal($"{_folder.Of("no.yaml")}: no such file");
        (await AgroHost.RunAsync("eval", Recipe, "--checkpoint", "/nowhere")).ExpectRefusal("/nowhere: no such folder");
        (await AgroHost.RunAsync("eval", Recipe, "--set", "data.eval=null", "--set", "eval=null"))
            .ExpectRefusal("--set data.eval=null data.eval: is missing: there is nothing to evaluate on");
        (await AgroHost.RunAsync("eval", Recipe, "--set", "rewards=[]")).ExpectRefusal("--set rewards=[] rewards: ");
    }
}

using System.Text.Json.Nodes;
using Agro.EndToEnd.BadInput;

namespace Agro.EndToEnd.Commands;

public sealed class SweepTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public SweepTests()
    {
        _folder.Recipe["data"] = "{ train: { use: arithmetic, max_terms: 2, max_digits: 1 }, eval: { use: arithmetic, max_terms: 2, max_digits: 1, split: eval, count: 4 } }";
        _folder.Recipe["training"] = "{ steps: 3, learning_rate: 1.0e-3 }";
        _folder.WriteRecipe();
        _folder.Write("sweep.yaml", """
            sweep: two
            recipe: recipe.yaml
            seeds: [1, 2]
            variants:
              agro: { algorithm: { use: agro, beta: 0.1 } }
              rloo: { algorithm: { use: rloo } }
            parallel: 2
            metric: [eval/pass@1, reward]
            """);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The lines of the output, in which the folder's path is left out.</summary>
    private static string[] Lines(ProcessResult result) => result.Output.TrimEnd('\n').Split('\n');

    private string[] Files(string name) => [.. Directory.GetFiles(_folder.Of("runs/two"), name, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Two_variants_run_with_two_seeds_in_two_processes_and_a_second_start_runs_nothing()
    {
        var result = (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(0);
        Assert.Equal("two: 4 runs, 2 at a time, in runs/two", Lines(result)[0]);
        Assert.Equal(4, Lines(result).Count(line => line.StartsWith('[') && line.Contains("  eval/pass@1 0.000 -> 0.000  ", StringComparison.Ordinal)));
        Assert.Contains(Lines(result), line => line.StartsWith("[4/4] ", StringComparison.Ordinal));
        Assert.Equal(["agro", "rloo"], Lines(result).Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).Where(word => word != "group").Distinct());
        string[] runs = ["agro-seed-1", "agro-seed-2", "rloo-seed-1", "rloo-seed-2"];
        Assert.Equal(runs, Files("summary.json").Select(path => Path.GetFileName(Path.GetDirectoryName(path)!)));
        Assert.All(Files("log.txt"), log => Assert.Contains("3 steps done in", File.ReadAllText(log), StringComparison.Ordinal));
        Assert.Contains("| agro | 2 | ", await File.ReadAllTextAsync(_folder.Of("runs/two/table.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var sweep = JsonNode.Parse(await File.ReadAllTextAsync(_folder.Of("runs/two/sweep.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(["agro-seed-1", "rloo-seed-1", "agro-seed-2", "rloo-seed-2"], sweep["runs"]!.AsArray().Select(run => (string)run!["folder"]!));
        Assert.Equal((4, "rloo", 1, true), ((int)sweep["finished"]!, (string)sweep["runs"]![1]!["label"]!, (int)sweep["runs"]![1]!["seed"]!, (bool)sweep["runs"]![1]!["finished"]!));

        var logs = Files("log.txt").Select(File.ReadAllText).ToList();
        var second = (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(0);
        Assert.DoesNotContain(Lines(second), line => line.StartsWith('['));
        Assert.Equal(Lines(result).SkipWhile(line => !line.StartsWith("eval/", StringComparison.Ordinal)), Lines(second).Skip(1));
        Assert.Equal(logs, Files("log.txt").Select(File.ReadAllText));

        var changed = (await _folder.HostAsync("sweep", "sweep.yaml", "--set", "training.steps=2")).Expect(2);
        Assert.StartsWith("runs/two: holds runs of other recipes: ", changed.Error.Replace(_folder.Of(""), ""), StringComparison.Ordinal);
        Assert.Contains("agro-seed-1: training.steps was 3, is now 2\n", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_the_same_as_one_that_is_started_by_hand()
    {
        (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(0);
        (await _folder.HostAsync("run", "recipe.yaml", "--output", "hand", "--set", "seed=2", "--set", "algorithm={use: rloo}")).Expect(0);
        Assert.Equal(Rewards("hand"), Rewards("runs/two/rloo-seed-2"));

        List<string> Rewards(string run) => [.. File.ReadLines(_folder.Of($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Select(line => $"{line["reward"]} {line["loss"]}")];
    }

    [Fact]
    public async Task An_interrupted_sweep_says_so_and_the_same_command_does_what_is_left()
    {
        await using (var sweep = AgroHost.Start(new ProcessStart { Arguments = ["sweep", _folder.Of("sweep.yaml"), "--output", _folder.Of("runs/two")] }))
        {
            await sweep.WaitForOutputAsync("[1/4]");
            sweep.Interrupt();
            var interrupted = (await sweep.WaitAsync()).Expect(130);
            Assert.Contains("stopping the runs after their steps", interrupted.Output, StringComparison.Ordinal);
            Assert.Equal("interrupted: the same command does what is left", Lines(interrupted)[^1]);
        }

        // Whichever of the runs side by side was done first; the other was stopped.
        var finished = Files("summary.json").Where(path => (int)JsonNode.Parse(File.ReadAllText(path))!["steps"]! == 3)
            .ToDictionary(path => path, File.GetLastWriteTimeUtc);
        Assert.NotEmpty(finished);
        var result = (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(0);
        Assert.All(finished, entry => Assert.Equal(entry.Value, File.GetLastWriteTimeUtc(entry.Key)));
        Assert.Contains(Lines(result), line => line.StartsWith("[4/4] ", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines(result), line => line.StartsWith("[1/4] ", StringComparison.Ordinal));
        Assert.All(Files("metrics.jsonl"), path => Assert.Equal(3, File.ReadLines(path).Count()));
    }

    [Fact]
    public async Task Runs_end_with_a_sweep_that_is_killed_and_are_taken_up_again()
    {
        await using (var sweep = AgroHost.Start(new ProcessStart { Arguments = ["sweep", _folder.Of("sweep.yaml"), "--output", _folder.Of("runs/two")] }))
        {
            await sweep.WaitForOutputAsync("[1/4]");
            sweep.Kill();
        }

        (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(0);
        Assert.Equal(4, Files("summary.json").Length);
        Assert.All(Files("metrics.jsonl"), path => Assert.Equal(3, File.ReadLines(path).Count()));
    }

    [Fact]
    public async Task A_run_that_fails_is_told_and_the_others_go_on()
    {
        _folder.AddPlugin("""
            [Component("broken")]
            public sealed class Broken : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => throw new InvalidOperationException("worn out");
            }
            """);
        _folder.WriteRecipe();
        _folder.Write("sweep.yaml", """
            sweep: two
            recipe: recipe.yaml
            seeds: [1]
            grid:
              rewards: { bad: [{ use: broken }], good: [{ use: length, unit: tokens, target: 4 }] }
            metric: [reward]
            """);
        var result = (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(1);
        Assert.Matches(@"^\[1/2\] rewards=bad-seed-1  FAILED with exit code 1: step 1: .*worn out.* \(runs/two/rewards=bad-seed-1/log.txt\)  remaining ", Lines(result)[1]);
        Assert.StartsWith("[2/2] rewards=good-seed-1  reward ", Lines(result)[2], StringComparison.Ordinal);
        Assert.Equal("1 run failed; the same command tries it again", Lines(result)[^1]);
        Assert.Contains("worn out", await File.ReadAllTextAsync(_folder.Of("runs/two/rewards=bad-seed-1/log.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tuning_chooses_a_point_and_runs_only_that_with_the_seeds()
    {
        _folder.Write("sweep.yaml", """
            sweep: two
            recipe: recipe.yaml
            seeds: [1, 2]
            grid: { rewards.0.target: [4, 7] }
            tune: { seeds: [3], metric: completions/mean_length, goal: minimize, at: mean, set: { training.steps: 1 } }
            metric: [reward]
            """);
        var result = (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(0);
        Assert.Equal("two: 2 runs to choose, one at a time, in runs/two", Lines(result)[0]);
        Assert.Matches("^chosen: target=(4|7)  completions/mean_length [0-9.]+, best of 2$", Lines(result)[3]);
        Assert.Equal(2, Directory.GetDirectories(_folder.Of("runs/two/tune")).Length);
        Assert.Equal(2, Directory.GetDirectories(_folder.Of("runs/two"), "target=*-seed-*").Length);
        Assert.Equal(5, (await _folder.HostAsync("sweep", "sweep.yaml", "--dry-run")).Expect(0).Lines.Count(line => line.EndsWith("finished", StringComparison.Ordinal)) + 1);
    }

    [Fact]
    public async Task Faults_are_told_before_anything_is_written()
    {
        _folder.Write("sweep.yaml", "sweep: two\nrecipe: recipe.yaml\nseeds: [1]\ngrid: { training.step: [3] }\n");
        var result = (await _folder.HostAsync("sweep", "sweep.yaml")).Expect(2);
        Assert.StartsWith("sweep.yaml:4:9 training.step: no such option. Did you mean 'steps'?", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Of("runs")));
    }

    [Fact]
    public async Task Other_commands_know_a_sweep_when_they_see_one()
    {
        Assert.Equal("sweep.yaml: valid\n", (await _folder.HostAsync("validate", "sweep.yaml")).Expect(0).Output);
        var run = (await _folder.HostAsync("run", "sweep.yaml")).Expect(2);
        Assert.Equal("sweep.yaml:1:1 sweep: a sweep is many runs: agro-host sweep and validate take it\n", run.Error);
        Assert.False(Directory.Exists(_folder.Of("runs")));
    }

    [Fact]
    public async Task A_run_stops_when_the_one_who_started_it_closes_its_input()
    {
        // The input of these processes is empty: it ends at once.
        var result = (await _folder.RunAsync("--stop-with-input", "--set", "training.steps=100000")).Expect(0);
        Assert.Contains("stopped by the user", result.Output, StringComparison.Ordinal);
        Assert.Contains("of 100000 steps in", result.Output, StringComparison.Ordinal);
    }
}

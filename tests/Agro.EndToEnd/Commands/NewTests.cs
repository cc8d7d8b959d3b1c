using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public sealed class NewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_reward_builds_passes_its_tests_and_scores_with_nothing_but_what_comes_with_the_host()
    {
        // What a build finds in the folders above must not reach it.
        _folder.Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net9.9</TargetFramework></PropertyGroup></Project>");
        _folder.Write("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>");
        (await RunAsync("new", "reward", "MyReward", "--contract", "package")).Expect(0);
        await DotnetAsync("build", "--disable-build-servers");
        await DotnetAsync("test", "--no-build");
        Assert.Equal(
            ["MyReward.deps.json", "MyReward.dll", "MyReward.pdb", "MyReward.runtimeconfig.json", "MyReward.xml"],
            Directory.EnumerateFiles(_folder.Of("MyReward/bin")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var scored = await AgroHost.RunAsync(new ProcessStart
        {
            Arguments = ["try", "reward", "my-reward", "--plugins", "bin/MyReward.dll", "--option", "penalty=0.5"],
            WorkingDirectory = _folder.Of("MyReward"),
            Input = """{"completions": ["2+2=4 #### 4", "2+2=5 #### 5", "2+2=4, I should think #### 4"], "answer": "4"}""",
        });
        Assert.Equal("", scored.Expect(0).Error);
        Assert.Equal(
            [1, 0, 0], Assert.Single(Rows.Parse(scored.Output)).GetProperty("results").EnumerateArray().Select(result => result.GetProperty("reward").GetDouble()));
        var page = (await RunAsync("list", "my-reward", "--plugins", "MyReward/bin/MyReward.dll")).Expect(0).Output;
        Assert.Contains("How many characters cost nothing.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipes_of_new_projects_are_valid_and_all_kinds_train_together()
    {
        List<string> sets = [];
        foreach (var kind in new[] { "reward", "group-reward", "data-source", "algorithm", "tracker", "hook" })
        {
            string[] options = kind == "hook" ? ["--compiled"] : [];
            var name = $"My{kind.Replace("-", "", StringComparison.Ordinal)}";
            (await RunAsync(["new", kind, name, .. options])).Expect(0);
            var source = await File.ReadAllTextAsync(_folder.Of($"{name}/{name}/{name}.cs"), TestContext.Current.CancellationToken);
            PluginCompiler.Compile(_folder.Of($"{name}/bin/{name}.dll"), "using System.IO;\n" + source);
            Assert.Equal($"{name}/recipe.yaml: valid\n", (await RunAsync("validate", $"{name}/recipe.yaml")).Expect(0).Output);
            sets.AddRange(["--plugins", $"{name}/bin/{name}.dll"]);
        }

        var run = await RunAsync(
        [
            "run", "Myreward/recipe.yaml", "--output", "run", .. sets,
            "--set", "rewards=[ { use: myreward }, { use: mygroupreward } ]", "--set", "data.train={ use: mydatasource }",
            "--set", "algorithm={ use: myalgorithm }", "--set", "trackers=[ { use: mytracker, path: run/metrics.csv } ]",
            "--set", "hooks=[ { use: myhook } ]", "--set", "training.steps=2", "--set", "rollouts.prompts_per_step=2",
        ]);
        Assert.Equal("", run.Expect(0).Error);
        var metrics = await File.ReadAllTextAsync(_folder.Of("run/metrics.csv"), TestContext.Current.CancellationToken);
        foreach (var metric in new[] { "rewards/mygroupreward/mean", "reward/mean_of_recent", "advantage/largest" })
            Assert.Contains($"2,{metric},", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cases_of_a_new_algorithm_come_out_as_worked_out_by_hand()
    {
        (await RunAsync("new", "algorithm", "Mine")).Expect(0);
        var plugin = PluginCompiler.Compile(
            _folder.Of("Mine.dll"), await File.ReadAllTextAsync(_folder.Of("Mine/Mine/Mine.cs"), TestContext.Current.CancellationToken));
        var cases = await File.ReadAllTextAsync(_folder.Of("Mine/Mine.Tests/cases.jsonl"), TestContext.Current.CancellationToken);
        var results = Rows.Parse((await Rows.FeedAsync(cases, "try", "algorithm", "mine", "--plugins", plugin)).Expect(0).Output);
        Assert.Equal(
            Rows.Parse(cases).Select(row => row.GetProperty("loss").GetDouble()), results.Select(row => row.GetProperty("loss").GetDouble()));
    }

    [Fact]
    public async Task A_new_recipe_and_a_new_hook_are_valid_together()
    {
        (await RunAsync("new", "hook", "watch")).Expect(0);
        (await RunAsync("new", "recipe", "mine")).Expect(0);
        var valid = await RunAsync("validate", "mine.yaml", "--set", "hooks=[ { script: watch.csx } ]");
        Assert.Equal("mine.yaml: valid\n", valid.Expect(0).Output);
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        AgroHost.RunAsync(new ProcessStart { Arguments = arguments, WorkingDirectory = _folder.Path });

    private async Task DotnetAsync(params string[] arguments)
    {
        // A test runner started by the SDK hands down settings of its own build.
        var inherited = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase));
        await using var process = RunningProcess.Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", new ProcessStart
        {
            Arguments = arguments,
            WorkingDirectory = _folder.Of("MyReward"),
            Environment = inherited.ToDictionary(name => name, _ => (string?)null),
            Timeout = TimeSpan.FromMinutes(5),
        });
        (await process.WaitAsync()).Expect(0);
    }
}

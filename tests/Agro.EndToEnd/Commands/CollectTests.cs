using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public sealed class CollectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Recipe => Path.Combine(AgroHost.Repository, "recipes", "quickstart.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collected_completions_are_an_offline_data_set()
    {
        var file = _folder.Of("rollouts.jsonl");
        string[] few = ["--prompts", "6", "--set", "rollouts.group_size=4", "--set", "rollouts.prompts_per_step=4"];
        var result = (await AgroHost.RunAsync(["collect", Recipe, "--output", file, .. few])).Expect(0);
        Assert.Contains($"{file}: 6 prompts, 24 completions, reward ", result.Output, StringComparison.Ordinal);
        Assert.Contains("tokens, ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"use: jsonl, path: {file}", result.Output, StringComparison.Ordinal);
        Assert.Contains("6 of 6 prompts, 24 completions", result.Error, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(_folder.Path));

        var written = Rows.Read(file);
        Assert.Equal(6, written.Count);
        var read = Rows.Parse((await AgroHost.RunAsync("try", "data-source", "jsonl", "--option", $"path={file}")).Expect(0).Output);
        foreach (var (row, prompt) in written.Zip(read))
        {
            Assert.Equal((row.Text("id"), row.Text("prompt"), row.Text("answer")), (prompt.Text("id"), prompt.Text("text"), prompt.Text("answer")));
            var completions = row.GetProperty("completions").EnumerateArray().ToList();
            Assert.Equal(4, completions.Count);
            foreach (var (sampled, given) in completions.Zip(prompt.GetProperty("completions").EnumerateArray()))
            {
                foreach (var part in new[] { "text", "tokens", "logprobs", "reward" })
                    Assert.Equal(sampled.GetProperty(part).GetRawText(), given.GetProperty(part).GetRawText());
            }
        }

        string[] offline =
        [
            "--set", $"data.train={{use: jsonl, path: '{file}'}}", "--set", "rollouts.source=data", "--set", "rollouts.prompts_per_step=3",
            "--set", "training.steps=2", "--set", "training.warmup_steps=0", "--set", "rewards=[]", "--set", "hooks=[]",
        ];
        var run = _folder.Of("run");
        (await AgroHost.RunAsync(["run", Recipe, "--plain", "--output", run, .. offline])).Expect(0);
        var trained = Rows.Read(Path.Combine(run, "rollouts.jsonl"));
        Assert.NotEmpty(trained);
        var known = written.SelectMany(row => row.GetProperty("completions").EnumerateArray().Select(completion =>
            (row.Text("id"), completion.Text("text"), completion.GetProperty("reward").GetDouble()))).ToHashSet();
        Assert.All(trained, row => Assert.Contains((row.Text("prompt_id"), row.Text("completion"), row.GetProperty("reward").GetDouble()), known));
    }

    [Fact]
    public async Task The_seed_decides_what_is_collected()
    {
        async Task<string> CollectAsync(string name, params string[] arguments)
        {
            (await AgroHost.RunAsync(["collect", Recipe, "--prompts", "3", "--output", _folder.Of(name), .. arguments])).Expect(0);
            return File.ReadAllText(_folder.Of(name));
        }

        var first = await CollectAsync("a.jsonl");
        Assert.Equal(first, await CollectAsync("a.jsonl", "--seed", "7"));
        Assert.NotEqual(first, await CollectAsync("a.jsonl", "--seed", "8"));
    }

    [Fact]
    public async Task What_cannot_be_collected_is_refused_and_leaves_nothing()
    {
        (await AgroHost.RunAsync("collect", Recipe, "--prompts", "1", "--output", _folder.Of("a.parquet")))
            .ExpectRefusal($"{_folder.Of("a.parquet")}: collect writes plain JSON lines");
        (await AgroHost.RunAsync("collect", Recipe, "--prompts", "1", "--output", _folder.Of("no/a.jsonl")))
            .ExpectRefusal($"{_folder.Of("no/a.jsonl")}: there is no folder");
        (await AgroHost.RunAsync("collect", Recipe, "--prompts", "1", "--output", _folder.Of("a.jsonl"), "--set", "policy.model=nowhere"))
            .ExpectRefusal("--set policy.model=nowhere");
        Assert.StartsWith("--prompts must be at least 1, found 0", (await AgroHost.RunAsync("collect", Recipe, "--prompts", "0")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task An_interruption_leaves_the_old_file()
    {
        var file = _folder.Write("a.jsonl", "old");
        await using var process = AgroHost.Start(new ProcessStart { Arguments = ["collect", Recipe, "--prompts", "10000", "--output", file] });
        await process.WaitForErrorAsync("of 10000 prompts");
        process.Interrupt();
        Assert.Equal(130, (await process.WaitAsync()).ExitCode);
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
        Assert.Equal("old", File.ReadAllText(file));
    }
}

using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public sealed class TryDataSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prompts_come_with_all_that_they_have()
    {
        _folder.Write("d.jsonl", """
            {"id": "x", "prompt": "2+2=", "answer": "4", "demonstration": "4 it is", "level": 3}
            {"messages": [{"role": "user", "content": "hé"}], "prompt": "unused"}
            """);
        string[] arguments = ["try", "data-source", "jsonl", "--option", "path=d.jsonl"];
        var start = new ProcessStart { Arguments = arguments, WorkingDirectory = _folder.Path };
        var row = Rows.Parse((await AgroHost.RunAsync(start)).Expect(0).Output)[0];
        Assert.Equal(("x", "2+2=", "4", "4 it is", "3"),
            (row.Text("id"), row.Text("text"), row.Text("answer"), row.Text("demonstration"), row.GetProperty("fields").Text("level")));

        var chat = await AgroHost.RunAsync(
            "try", "data-source", "jsonl", "--option", $"path={_folder.Of("d.jsonl")}", "--option", "chat=true", "--from", "1");
        Assert.Contains("""[{"role":"user","content":"unused"}]""", Assert.Single(chat.Expect(0).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_files_are_read_by_the_plugins_own_library()
    {
        var file = Path.Combine(AgroHost.Repository, "tests", "Agro.Tests", "DataSources", "duckdb.parquet");
        var rows = Rows.Parse((await AgroHost.RunAsync("try", "data-source", "parquet", "--option", $"path={file}")).Expect(0).Output);
        Assert.Equal(["q1", "q2", "q3"], rows.Select(row => row.Text("text")));
        Assert.Equal(
            """[{"text":"two","tokens":[1,2],"logprobs":[-0.1,-0.25],"reward":0.1},{"text":"é","truncated":true}]""",
            rows[0].GetProperty("completions").GetRawText());
        var text = _folder.Write("d.parquet", "no such thing");
        (await AgroHost.RunAsync("try", "data-source", "parquet", "--option", $"path={text}"))
            .ExpectRefusal($"{text}: cannot be read as Parquet: ");
    }

    [Fact]
    public async Task A_range_of_an_endless_source_is_the_same_wherever_it_starts()
    {
        var all = (await AgroHost.RunAsync("try", "data-source", "arithmetic", "--count", "8")).Expect(0).Lines;
        var some = (await AgroHost.RunAsync("try", "data-source", "arithmetic", "--from", "5", "--count", "3")).Expect(0).Lines;
        Assert.Equal(8, all.Count);
        Assert.Equal(all.Skip(5), some);
    }

    [Fact]
    public async Task What_is_not_there_is_refused()
    {
        var file = _folder.Write("d.jsonl", """{"prompt": "a"}""");
        (await AgroHost.RunAsync("try", "data-source", "jsonl")).ExpectRefusal("--option jsonl.path: is missing, must be a path");
        (await AgroHost.RunAsync("try", "data-source", "jsonl", "--option", $"path={file}x"))
            .ExpectRefusal($"--option path={file}x jsonl.path: nothing is at '{file}x'. Did you mean 'd.jsonl'?");
        (await AgroHost.RunAsync("try", "data-source", "jsonl", "--option", $"path={file}", "--from", "1"))
            .ExpectRefusal("--from 1: there are 1 prompts");
        var negative = (await AgroHost.RunAsync("try", "data-source", "arithmetic", "--count", "-1")).Expect(2);
        Assert.StartsWith("--count must be at least 0", negative.Error, StringComparison.Ordinal);
    }
}

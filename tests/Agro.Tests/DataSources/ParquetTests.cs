using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Parquet;
using Parquet;
using Parquet.Serialization;

namespace Agro.Tests.DataSources;

public sealed class ParquetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task Rows_come_back_bit_for_bit_over_row_groups_and_compressions(CompressionMethod compression)
    {
        var rows = Enumerable.Range(0, 40).Select(ParquetRow.Make).ToList();
        var options = new ParquetOptions { CompressionMethod = compression, RowGroupSize = 7 };
        await ParquetSerializer.SerializeAsync(rows, _folder.Of("data.parquet"), options, null, TestContext.Current.CancellationToken);
        using var source = new ParquetSource(new() { Path = _folder.Of("data.parquet"), RewardField = "reward" });
        Assert.Equal(rows.Count, source.Count);
        foreach (var (prompt, row) in (await PromptsAsync(source)).Zip(rows)) row.AssertIs(prompt);
    }

    [Fact]
    public async Task Structs_in_lists_are_completions_as_objects_are()
    {
        var rows = Enumerable.Range(0, 9).Select(i => new NestedRow
        {
            prompt = $"p{i}",
            completions = i == 4 ? null : [.. Enumerable.Range(0, i % 4).Select(j => NestedCompletion.Make(i, j))],
        }).ToList();
        await ParquetSerializer.SerializeAsync(rows, _folder.Of("data.parquet"), null, null, TestContext.Current.CancellationToken);
        using var source = new ParquetSource(new() { Path = _folder.Of("data.parquet") });
        foreach (var (prompt, row) in (await PromptsAsync(source)).Zip(rows))
        {
            Assert.Equal(row.prompt, prompt.Text);
            Assert.Equal(row.completions?.Count ?? 0, prompt.Completions.Length);
            foreach (var (given, made) in prompt.Completions.Zip(row.completions ?? [])) made.AssertIs(given);
        }
    }

    [Fact]
    public async Task Lists_of_lists_are_those_of_each_completion()
    {
        ListRow[] rows =
        [
            new() { prompt = "a", completions = ["x", "y"], rewards = [1, null], tokens = [[1, 2], []], logprobs = [[-1, -2], []] },
            new() { prompt = "b", completions = [], rewards = [], tokens = [], logprobs = [] },
            new() { prompt = "c", completions = ["z"], rewards = [0.5], tokens = [[3]], logprobs = [[-0.1f]] },
        ];
        await ParquetSerializer.SerializeAsync(rows, _folder.Of("data.parquet"), null, null, TestContext.Current.CancellationToken);
        using var source = new ParquetSource(new() { Path = _folder.Of("data.parquet") });
        var prompts = await PromptsAsync(source);
        Assert.Equal([2, 0, 1], prompts.Select(prompt => prompt.Completions.Length));
        Assert.Equal(("x", 1, 2), (prompts[0].Completions[0].Text, prompts[0].Completions[0].Reward, prompts[0].Completions[0].Tokens.Length));
        Assert.Equal(("y", null, 0), (prompts[0].Completions[1].Text, prompts[0].Completions[1].Reward, prompts[0].Completions[1].Tokens.Length));
        Assert.Equal(-0.1f, prompts[2].Completions[0].LogProbs[0]);
    }

    [Fact]
    public async Task Columns_of_other_types_are_fields_and_bytes_are_left_out()
    {
        await ParquetSerializer.SerializeAsync([OtherRow.Full, new OtherRow { prompt = "q" }], _folder.Of("data.parquet"), null, null, TestContext.Current.CancellationToken);
        using var source = new ParquetSource(new() { Path = _folder.Of("data.parquet"), AnswerField = "prompt" });
        var prompts = await PromptsAsync(source);
        var expected = new Dictionary<string, string>
        {
            ["prompt"] = "p",
            ["flag"] = "true",
            ["big"] = "9007199254740993",
            ["small"] = "-3",
            ["exact"] = "1.25",
            ["when"] = "2024-05-06T07:08:09",
            ["day"] = "2024-05-06",
            ["key"] = "00000000-0000-0000-0000-000000000007",
            ["counts"] = """[{"key":"a","value":1},{"key":"b","value":2}]""",
            ["inner"] = """{"text":"t","more":[1,2]}""",
            ["rare"] = "NaN",
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key), prompts[0].Fields.OrderBy(pair => pair.Key));
        Assert.Equal(["big", "exact", "prompt", "small"], prompts[1].Fields.Keys.Order());
    }

    [Fact]
    public async Task The_same_options_give_the_same_prompts_as_from_lines()
    {
        PairRow[] rows =
        [
            new() { prompt = "1+1=", chosen = "2", rejected = "3", answer = "2" },
            new() { prompt = "2+2=", chosen = "4", rejected = "é\n\"5\"", answer = "4" },
            new() { prompt = "1+1=", chosen = "two", rejected = "4", answer = "2" },
        ];
        await ParquetSerializer.SerializeAsync(rows, _folder.Of("data.parquet"), null, null, TestContext.Current.CancellationToken);
        var lines = rows.Select(row => System.Text.Json.JsonSerializer.Serialize(row));
        _folder.Write("data.jsonl", string.Join('\n', lines));
        using var parquet = new ParquetSource(new() { Path = _folder.Of("data.parquet"), RejectedReward = -1 });
        using var jsonl = new JsonlSource(new() { Path = _folder.Of("data.jsonl"), RejectedReward = -1 });
        var (ours, theirs) = (await PromptsAsync(parquet), await PromptsAsync(jsonl));
        Assert.Equal(2, ours.Count);
        Assert.Equal(theirs.Select(Text), ours.Select(Text));
    }

    [Fact]
    public async Task Rows_are_read_from_several_threads_in_any_order()
    {
        var rows = Enumerable.Range(0, 300).Select(ParquetRow.Make).ToList();
        await ParquetSerializer.SerializeAsync(rows, _folder.Of("data.parquet"), new() { RowGroupSize = 11 }, null, TestContext.Current.CancellationToken);
        using var source = new ParquetSource(new() { Path = _folder.Of("data.parquet") });
        var order = Enumerable.Range(0, 3000).Select(i => i * 7919 % 300).ToList();
        var prompts = order.AsParallel().AsOrdered().Select(i => source.GetAsync(i, TestContext.Current.CancellationToken).AsTask().Result).ToList();
        foreach (var (prompt, index) in prompts.Zip(order)) rows[index].AssertIs(prompt);
    }

    [Fact]
    public async Task Row_groups_that_are_not_kept_are_read_again()
    {
        var rows = Enumerable.Range(0, 60).Select(ParquetRow.Make).ToList();
        await ParquetSerializer.SerializeAsync(rows, _folder.Of("data.parquet"), new() { RowGroupSize = 11 }, null, TestContext.Current.CancellationToken);
        using var file = new ParquetRows([_folder.Of("data.parquet")], mostBytes: 3000);
        foreach (var index in Enumerable.Range(0, 300).Select(i => i * 7919 % 60))
            Assert.Equal(rows[index].prompt, file.Read(index).TextOrNull("prompt"));
    }

    [Fact]
    public async Task Files_of_other_writers_are_read()
    {
        // Written by Apache Arrow's C++ library: lists of texts, numbers and lists, two row groups.
        using var arrow = new ParquetSource(new() { Path = FileOf("arrow.parquet") });
        var prompts = await PromptsAsync(arrow);
        Assert.Equal([("1+1=", "2", "1"), ("2+2=", null, null), ("7-3=", "4", "9007199254740993")],
            prompts.Select(prompt => (prompt.Text, prompt.Answer, prompt.Fields.GetValueOrDefault("level"))));
        Assert.Equal([2, 0, 1], prompts.Select(prompt => prompt.Completions.Length));
        Assert.Equal([("2", 1.0), ("3", null)], prompts[0].Completions.Select(completion => (completion.Text, completion.Reward)));
        Assert.Equal([50, 257], prompts[0].Completions[0].Tokens);
        Assert.Equal([-0.1f, -1e-7f], prompts[0].Completions[0].LogProbs);
        Assert.Equal([-2.5f], prompts[0].Completions[1].LogProbs);
        Assert.Equal(("é", 0.1, 0), (prompts[2].Completions[0].Text, prompts[2].Completions[0].Reward, prompts[2].Completions[0].Tokens.Length));

        // Written by DuckDB: a list of structs.
        using var duck = new ParquetSource(new() { Path = FileOf("duckdb.parquet") });
        prompts = await PromptsAsync(duck);
        Assert.Equal(["q1", "q2", "q3"], prompts.Select(prompt => prompt.Text));
        Assert.Equal([("two", 0.1, false), ("é", null, true)], prompts[0].Completions.Select(completion => (completion.Text, completion.Reward, completion.Truncated)));
        Assert.Equal([-0.1f, -0.25f], prompts[0].Completions[0].LogProbs);
        Assert.Empty(prompts[1].Completions);
        Assert.Equal([7], prompts[2].Completions[0].Tokens);
    }

    private static string FileOf(string name) => Path.Combine(SharedData.Repository, "tests", "Agro.Tests", "DataSources", name);

    private static string Text(Prompt prompt) => string.Join('|', [
        prompt.Id, prompt.Text, prompt.Answer, .. prompt.Completions.Select(completion => completion.ToString()),
        .. prompt.Fields.OrderBy(field => field.Key).Select(field => field.ToString())]);

    private static async Task<List<Prompt>> PromptsAsync(IDataSource source)
    {
        var prompts = new List<Prompt>();
        for (var i = 0; i < source.Count; i++) prompts.Add(await source.GetAsync(i, TestContext.Current.CancellationToken));
        return prompts;
    }
}

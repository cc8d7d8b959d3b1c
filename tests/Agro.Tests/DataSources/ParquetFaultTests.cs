using Agro.Plugins.DataSources.Parquet;
using Agro.Plugins.DataSources.Rows;
using Parquet.Serialization;

namespace Agro.Tests.DataSources;

public sealed class ParquetFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fault_names_file_row_and_part()
    {
        var rows = Enumerable.Range(0, 25).Select(ParquetRow.Make).ToList();
        rows[13].reward = double.NaN;
        var path = await WriteAsync("data.parquet", rows);
        Assert.Equal($"{path}: row 14: 'reward' must be a finite number, found the text \"NaN\"", Refusal(new() { Path = path }));
        rows[13].reward = 0;
        rows[17].logprobs = [-1, -2, -3, -4];
        await WriteAsync("data.parquet", rows);
        Assert.Equal($"{path}: row 18: 'logprobs' has 4 numbers, and 'tokens' has 2: one for each token is wanted", Refusal(new() { Path = path }));
        Assert.Equal(
            $"{path}: row 1: no field 'promt' (prompt_field). Did you mean 'prompt'? The row has: prompt, answer, completion, reward, tokens, logprobs, truncated",
            Refusal(new() { Path = path, PromptField = "promt" }));
        Assert.Equal($"{path}: skip is 25, but there are only 25 rows", Refusal(new() { Path = path, Skip = 25 }));
        await WriteAsync("data.parquet", []);
        Assert.Equal($"{path}: empty: at least one row is wanted", Refusal(new() { Path = path }));
    }

    [Fact]
    public async Task A_file_that_is_none_or_broken_is_refused()
    {
        var path = _folder.Write("data.parquet", "{\"prompt\": \"a\"}\n");
        Assert.StartsWith($"{path}: cannot be read as Parquet: ", Refusal(new() { Path = path }), StringComparison.Ordinal);
        await WriteAsync("data.parquet", [.. Enumerable.Range(0, 25).Select(ParquetRow.Make)]);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^40]);
        Assert.StartsWith($"{path}: cannot be read as Parquet: ", Refusal(new() { Path = path }), StringComparison.Ordinal);
        bytes.AsSpan(4, 300).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        Assert.StartsWith($"{path}: cannot be read as Parquet: ", Refusal(new() { Path = path }), StringComparison.Ordinal);
        Assert.StartsWith("give either path or paths", Refusal(new()), StringComparison.Ordinal);
        Assert.StartsWith("give either path or paths", Refusal(new() { Path = path, Paths = [path] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_shards_is_one_data_set()
    {
        var rows = Enumerable.Range(0, 10).Select(ParquetRow.Make).ToList();
        await WriteAsync("train-00001-of-00003.parquet", rows[4..7]);
        await WriteAsync("train-00002-of-00003.parquet", rows[7..]);
        var first = await WriteAsync("train-00000-of-00003.parquet", rows[..4]);
        using (var source = new ParquetSource(new() { Path = _folder.Path }))
        {
            Assert.Equal(10, source.Count);
            for (var i = 0; i < 10; i++)
            {
                var prompt = await source.GetAsync(i, TestContext.Current.CancellationToken);
                rows[i].AssertIs(prompt);
                Assert.Equal($"{i + 1}", prompt.Id);
            }
        }

        var test = await WriteAsync("test.parquet", rows[..2]);
        Assert.Equal($"{_folder.Path}: holds several splits: say which with split: test, train", Refusal(new() { Path = _folder.Path }));
        using (var source = new ParquetSource(new() { Path = _folder.Path, Split = "test" })) Assert.Equal(2, source.Count);
        using (var source = new ParquetSource(new() { Paths = [test, first], Group = Grouping.None })) Assert.Equal(6, source.Count);
        Assert.Contains("no *.parquet file begins with 'dev' (split). There are: test.parquet, train-00000-of-00003.parquet",
            Refusal(new() { Path = _folder.Path, Split = "dev" }), StringComparison.Ordinal);
        File.Delete(_folder.Of("train-00001-of-00003.parquet"));
        Assert.Equal($"{_folder.Path}: 1 of the 00003 shards of 'train' are missing, the first is 00001", Refusal(new() { Path = _folder.Path, Split = "train" }));
        Directory.CreateDirectory(_folder.Of("empty"));
        Assert.EndsWith("empty: holds no *.parquet files", Refusal(new() { Path = _folder.Of("empty") }), StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string name, List<ParquetRow> rows)
    {
        await ParquetSerializer.SerializeAsync(rows, _folder.Of(name), new() { RowGroupSize = 6 }, null, TestContext.Current.CancellationToken);
        return _folder.Of(name);
    }

    private static string Refusal(ParquetSourceOptions options) => Assert.Throws<InputException>(() => new ParquetSource(options)).Message;
}

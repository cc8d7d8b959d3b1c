using System.IO.Compression;
using System.Text;
using Agro.Plugins.DataSources.Csv;

namespace Agro.Tests.DataSources;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cells_hold_delimiters_line_ends_and_quotes_within_quotes()
    {
        using var source = Source("id,prompt,answer,note\r\n7,\"Say \"\"hi\"\", twice:\nnow\",1.50,\n8,plain,\"\",007\n\n");
        Assert.Equal(2, source.Count);
        var first = source.At(0);
        Assert.Equal(("7", "Say \"hi\", twice:\nnow", "1.50"), (first.Id, first.Text, first.Answer));
        Assert.False(first.Fields.ContainsKey("note"));
        var second = source.At(1);
        Assert.Equal(("", "007"), (second.Answer, second.Fields["note"]));
    }

    [Fact]
    public void Rewards_labels_and_pairs_are_read_as_from_other_formats()
    {
        using var source = Source("prompt,completion,reward\na,x,0.5\na,y,-1\n");
        var prompt = source.At(0);
        Assert.Equal([0.5, -1], prompt.Completions.Select(completion => completion.Reward!.Value));
        using var labelled = Source("prompt,completion,label\na,x,true\na,y,false\n");
        Assert.Equal([1.0, 0], labelled.At(0).Completions.Select(completion => completion.Reward!.Value));
    }

    [Theory]
    [InlineData("data.tsv", "\t", null)]
    [InlineData("data.csv", ";", ";")]
    public void Tabs_and_other_delimiters_are_read(string name, string between, string? delimiter)
    {
        var path = _folder.Write(name, $"prompt{between}answer\na, b{between}2\n");
        using var source = new CsvSource(new() { Path = path, Delimiter = delimiter });
        Assert.Equal(("a, b", "2"), (source.At(0).Text, source.At(0).Answer));
    }

    [Fact]
    public void A_file_without_names_is_given_them()
    {
        using var source = new CsvSource(new() { Path = _folder.Write("x.csv", "1+1,2\n2+2,4\n"), Columns = ["prompt", "answer"] });
        Assert.Equal(["1+1", "2+2"], [source.At(0).Text, source.At(1).Text]);
    }

    [Fact]
    public void Gzip_and_byte_order_marks_make_no_difference()
    {
        var path = _folder.Of("x.csv.gz");
        using (var file = new GZipStream(File.Create(path), CompressionMode.Compress))
            file.Write(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("prompt\né")).ToArray());
        using var source = new CsvSource(new() { Path = path });
        Assert.Equal("é", source.At(0).Text);
    }

    [Fact]
    public void Many_rows_are_found_across_the_reading_buffer()
    {
        var rows = Enumerable.Range(0, 5000).Select(i => $"\"{new string('x', i % 97)}\n{i}\",{i}");
        using var source = Source("prompt,answer\n" + string.Join('\n', rows));
        Assert.Equal(5000, source.Count);
        Assert.All(Enumerable.Range(0, 5000), i => Assert.Equal($"{new string('x', i % 97)}\n{i}", source.At(i).Text));
    }

    [Theory]
    [InlineData("prompt,answer\na\n", "data.csv:2: 1 cells, but there are 2 columns: prompt, answer")]
    [InlineData("prompt,answer\na,b,c\n", "data.csv:2: 3 cells, but there are 2 columns")]
    [InlineData("prompt\n\"a\n\n", "data.csv:2: a quote is opened and not closed again")]
    [InlineData("prompt\n\"a\"b\n", "data.csv:2: column 1: 'b' stands behind a closing quote")]
    [InlineData("prompt,prompt\na,b\n", "two columns are called 'prompt'")]
    [InlineData("promt\na\n", "data.csv:2: no field 'prompt' (prompt_field). Did you mean 'promt'? The row has: promt")]
    [InlineData("prompt\n", "data.csv: empty")]
    [InlineData("", "data.csv: empty")]
    public void A_fault_names_file_line_and_what_is_there(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Source(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_and_odd_delimiters_are_refused()
    {
        var path = _folder.Of("data.csv");
        File.WriteAllBytes(path, [.. "prompt\n"u8, 0xC3, 0x28]);
        Assert.Contains(":2: is not UTF-8", Assert.Throws<InputException>(() => new CsvSource(new() { Path = path })).Message, StringComparison.Ordinal);
        Assert.Contains("delimiter", Assert.Throws<InputException>(() => new CsvSource(new() { Path = path, Delimiter = "\"" })).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InputException>(() => new CsvSource(new() { Path = _folder.Path })).Message, StringComparison.Ordinal);
    }

    private CsvSource Source(string text) => new(new() { Path = _folder.Write("data.csv", text) });
}

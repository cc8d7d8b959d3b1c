using System.Text.Json;
using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public class TryTokenizerTests
{
    [Theory]
    [InlineData("ids")]
    [InlineData("ids_with_special", "--add-special-tokens", "--skip-special-tokens")]
    public async Task Ids_and_decoded_texts_are_those_of_the_reference(string ids, params string[] options)
    {
        var texts = await File.ReadAllTextAsync(
            SharedData.PathOf("data", "tokenizers", "texts.jsonl"), TestContext.Current.CancellationToken);
        var golden = Rows.Read(SharedData.PathOf("data", "tokenizers", "golden-stories260k.jsonl")).ToDictionary(row => row.Text("id"));
        var rows = Rows.Parse((await Rows.FeedAsync(texts, ["try", "tokenizer", Rows.Stories, .. options])).Expect(0).Output);
        Assert.Equal(golden.Count, rows.Count);
        foreach (var (row, text) in rows.Zip(Rows.Parse(texts)))
        {
            var expected = golden[row.Text("id")];
            Assert.Equal(Of(expected, ids)?.EnumerateArray().Select(id => id.GetInt32()) ?? expected.Integers("ids"), row.Integers("ids"));
            var decoded = Of(expected, "decoded")?.GetString() ?? text.Text("text");
            if (options.Length > 0) decoded = Of(expected, "decoded_skip_special")?.GetString() ?? decoded;
            Assert.Equal(decoded, row.Text("decoded"));
        }
    }

    [Fact]
    public async Task A_tokenizer_file_and_texts_without_ids_will_do()
    {
        var file = Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart-init", "tokenizer.json");
        var row = Assert.Single(Rows.Parse((await Rows.FeedAsync("""{"text": "1+1="}""", "try", "tokenizer", file)).Expect(0).Output));
        Assert.Equal((1, "1+1="), (row.GetProperty("id").GetInt32(), row.Text("decoded")));
    }

    [Fact]
    public async Task Bad_folders_and_rows_are_refused()
    {
        (await AgroHost.RunAsync("try", "tokenizer", "/nowhere")).ExpectRefusal("/nowhere: there is no tokenizer.json in it");
        var folder = Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart-init");
        (await Rows.FeedAsync("{\"text\": 5}\n{\"text\": \"\\ud800\"}", "try", "tokenizer", folder))
            .ExpectRefusal("stdin:1: 'text' must be a text, found 5", "stdin:2: 'text' is not valid Unicode text");
    }

    private static JsonElement? Of(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value : null;
}

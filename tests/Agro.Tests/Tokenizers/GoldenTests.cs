using System.Text.Json.Nodes;
using Agro.Models.Tokenizers;

namespace Agro.Tests.Tokenizers;

/// <summary>Ids and text of the reference implementation, for real tokenizers.</summary>
public class GoldenTests
{
    public static TheoryData<string> Names { get; } = ["gpt2", "qwen3", "stories260k", "llama3", "mistral_v0_1", "gemma3", "deepseek_v3", "gpt4o"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_and_decoded_text_are_those_of_the_reference(string name)
    {
        var texts = Rows("texts").ToDictionary(row => row["id"]!.GetValue<string>(), row => row["text"]!.GetValue<string>());
        var rows = Rows($"golden-{name}");
        var tokenizer = TokenizerFiles.Named(name);
        var failures = rows.SelectMany(row => Differences(tokenizer, row, texts[row["id"]!.GetValue<string>()])).ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} differences in {rows.Count} rows:\n{string.Join('\n', failures.Take(20))}");
        Assert.NotEmpty(rows);
    }

    [Fact]
    public void Streamed_text_is_a_prefix_of_the_reference_at_every_token()
    {
        var checkedRows = 0;
        foreach (var row in Rows("decode-prefixes"))
        {
            var name = row["tokenizer"]!.GetValue<string>();
            if (name is not ("gpt2" or "qwen3" or "stories260k") && Environment.GetEnvironmentVariable("AGRO_TEST_TOKENIZERS") is null) continue;
            var (ids, prefixes) = (Ids(row, "ids")!, row["decoded_prefixes"]!.AsArray());
            for (var length = 1; length <= ids.Length; length++)
            {
                var decoder = new StreamingDecoder(TokenizerFiles.Named(name), skipSpecialTokens: false);
                var certain = string.Concat(ids.Take(length).Select(decoder.Append));
                var expected = prefixes[length - 1]!.GetValue<string>();
                Assert.Equal(expected, certain + decoder.Finish());
                Assert.StartsWith(certain, prefixes[^1]!.GetValue<string>(), StringComparison.Ordinal);
            }
            checkedRows++;
        }
        Assert.NotEqual(0, checkedRows);
    }

    private static IEnumerable<string> Differences(Tokenizer tokenizer, JsonNode row, string text)
    {
        var id = row["id"]!.GetValue<string>();
        var ids = Ids(row, "ids")!;
        var withSpecial = Ids(row, "ids_with_special") ?? ids;
        var decoded = row["decoded"]?.GetValue<string>() ?? text;
        var plain = row["decoded_skip_special"]?.GetValue<string>() ?? decoded;
        if (!tokenizer.Encode(text, addSpecialTokens: false).SequenceEqual(ids)) yield return $"{id}: ids {string.Join(' ', tokenizer.Encode(text, false))}, not {string.Join(' ', ids)}";
        if (!tokenizer.Encode(text).SequenceEqual(withSpecial)) yield return $"{id}: ids with special {string.Join(' ', tokenizer.Encode(text))}, not {string.Join(' ', withSpecial)}";
        if (tokenizer.Decode(ids, skipSpecialTokens: false) is var actual && actual != decoded) yield return $"{id}: '{actual}', not '{decoded}'";
        if (tokenizer.Decode(ids) is var shown && shown != plain) yield return $"{id}: without special tokens '{shown}', not '{plain}'";
    }

    private static int[]? Ids(JsonNode row, string name) => row[name]?.AsArray().Select(id => id!.GetValue<int>()).ToArray();

    private static List<JsonNode> Rows(string name) =>
        [.. File.ReadLines(SharedData.PathOf("data", "tokenizers", $"{name}.jsonl")).Select(line => JsonNode.Parse(line)!)];
}

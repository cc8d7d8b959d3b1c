using System.Text.Json.Nodes;
using Agro.Models.Tokenizers;

namespace Agro.Tests.Tokenizers;

/// <summary>
/// One small tokenizer for each component and option. components.jsonl holds them with ids and text of the reference implementation (huggingface/tokenizers 0.23).
/// </summary>
public class ComponentTests
{
    private static readonly Lazy<Dictionary<string, JsonNode>> Rows = new(() => File
        .ReadLines(Path.Combine(SharedData.Repository, "tests", "Agro.Tests", "Tokenizers", "components.jsonl"))
        .Select(line => JsonNode.Parse(line)!)
        .ToDictionary(row => row["name"]!.GetValue<string>()));

    public static TheoryData<string> Names => [.. Rows.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_component_does_what_the_reference_does(string name)
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Tokenizer.Read(folder.Write("tokenizer.json", Rows.Value[name]["tokenizer"]!.ToJsonString()));
        foreach (var row in Rows.Value[name]["cases"]!.AsArray())
        {
            var text = row!["text"]!.GetValue<string>();
            Assert.Equal($"{text}: {Join(Ids(row, "ids"))}", $"{text}: {Join(tokenizer.Encode(text, addSpecialTokens: false))}");
            Assert.Equal(Ids(row, "special"), tokenizer.Encode(text));
            Assert.Equal(row["decoded"]!.GetValue<string>(), tokenizer.Decode(Ids(row, "ids"), skipSpecialTokens: false));
            Assert.Equal(row["plain"]!.GetValue<string>(), tokenizer.Decode(Ids(row, "special")));
        }
    }

    private static int[] Ids(JsonNode row, string name) => [.. row[name]!.AsArray().Select(id => id!.GetValue<int>())];

    private static string Join(IEnumerable<int> ids) => string.Join(' ', ids);
}

using Agro.Plugins.Rewards.Answers;
using Agro.Plugins.Rewards.Mathematics.Extraction;

namespace Agro.Tests.Rewards.Mathematics;

public class GoldenExtractionTests
{
    [Fact]
    public void Final_answers_are_found_where_other_extractors_find_them()
    {
        var rows = 0;
        foreach (var row in GoldenRows.Of("math-verify", "extraction.jsonl"))
        {
            var text = row.Text("text");
            var found = row.Text("method") switch
            {
                "boxed-last" => Boxes.Last(text),
                "gsm8k-hash-last" => AnswerFinder.AfterMarker(text, AnswerFinder.Hash)?.Replace(",", "", StringComparison.Ordinal),
                "last-integer" => LastNumber.FindInteger(text),
                var method => throw new InvalidOperationException(method),
            };
            Assert.True(row.TextOrNull("expected") == found, $"{text}\nfound {found}, not {row.TextOrNull("expected")}");
            rows++;
        }
        Assert.True(rows > 100);
    }
}

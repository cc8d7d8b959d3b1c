using System.IO.Compression;
using System.Text.Json;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Tests.Rewards;

public class FinalAnswerTests
{
    private static readonly FinalAnswer Default = new(new());
    private static readonly FinalAnswer LastNumber = new(new() { Fallback = FinalAnswerFallback.LastNumber });

    [Theory]
    [InlineData("37+58=95;95-21=74 #### 74", "74", 1)]
    [InlineData("#### 10\nMore.\n#### 20", "20", 1)]
    [InlineData("#### 10\nMore.\n#### 20", "10", 0)]
    [InlineData("####: 42\nQuestion: 43", "42", 1)]
    [InlineData("#### 1,000", "1000.0", 1)]
    [InlineData("#### $2,500.50", "2500.5", 1)]
    [InlineData("#### **72** ", "72", 1)]
    [InlineData("#### 72 clips.", "72", 1)]
    [InlineData("#### -5", "\u22125", 1)]
    [InlineData("#### 3/4", "0.75", 1)]
    [InlineData("#### 0.1", "0.10000000000000000001", 0)]
    [InlineData("#### 123456789012345678901", "123456789012345678900", 0)]
    [InlineData("#### 7 or 8", "7", 0)]
    [InlineData("#### 10+x", "10", 0)]
    [InlineData("#### 1,2", "12", 0)]
    [InlineData("#### 1/0", "1/0", 1)]
    [InlineData("#### Paris.", "paris", 1)]
    [InlineData("#### Paris", "London", 0)]
    [InlineData("#### ", "", 0)]
    [InlineData("74", "74", 0)]
    public void Numbers_are_compared_exactly_and_other_answers_as_text(string completion, string answer, double expected)
    {
        var result = Default.Score(completion, answer);
        Assert.Equal(expected, result.Value);
        Assert.NotNull(result.Reason);
    }

    [Theory]
    [InlineData("That makes 8-3=5.", "5", 1)]
    [InlineData("It is 8 -3", "3", 1)]
    [InlineData("x = -3", "-3", 1)]
    [InlineData("She pays $1,200.50 in all", "1200.5", 1)]
    [InlineData("Half of it, 1/2, remains", "0.5", 1)]
    [InlineData("no number", "5", 0)]
    [InlineData("5, no: #### 6", "6", 1)]
    public void Without_a_marker_the_last_number_counts_if_asked_for(string completion, string answer, double expected) =>
        Assert.Equal(expected, LastNumber.Score(completion, answer).Value);

    [Fact]
    public void The_answer_that_was_found_is_told()
    {
        Assert.Equal("74", Default.Score("so #### 74", "75").Extracted);
        Assert.Equal("'74' is not '75'", Default.Score("so #### 74", "75").Reason);
        Assert.Equal("no answer after '####'", Default.Score("so 74", "75").Reason);
    }

    [Fact]
    public void A_prompt_without_an_answer_is_left_to_other_rewards() => Assert.Null(Default.Score("#### 1").Value);

    [Fact]
    public void An_empty_marker_is_refused() =>
        Assert.StartsWith("final-answer: marker", Assert.Throws<InputException>(() => new FinalAnswer(new() { Marker = "" })).Message);

    [Fact]
    public void A_text_of_endless_digits_is_settled_at_once() =>
        Assert.Equal(0, Default.Score("#### 1e" + new string('9', 100_000), "1").Value);

    [Fact]
    public void Verdicts_on_real_solutions_are_those_of_their_authors()
    {
        var reward = new FinalAnswer(new() { Marker = "A:" });
        var verdicts = 0;
        foreach (var row in Rows("gsm8k", "example_model_solutions.jsonl.gz"))
        {
            foreach (var solution in row.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object))
            {
                var text = solution.Value.GetProperty("solution").GetString()!;
                var expected = solution.Value.GetProperty("is_correct").GetBoolean() ? 1 : 0;
                Assert.True(expected == reward.Score(text, row.GetProperty("ground_truth").GetString()).Value, text);
                verdicts++;
            }
        }
        Assert.True(verdicts > 2000);
    }

    [Fact]
    public void Every_gsm8k_answer_is_its_own_right_answer()
    {
        foreach (var answer in Rows("gsm8k", "train.jsonl.gz").Select(row => row.GetProperty("answer").GetString()!))
        {
            var final = answer[(answer.LastIndexOf("#### ", StringComparison.Ordinal) + 5)..];
            Assert.Equal(1, Default.Score(answer, final.Replace(",", "", StringComparison.Ordinal)).Value);
            Assert.Equal(1, LastNumber.Score(answer.Replace("####", "", StringComparison.Ordinal), final).Value);
            Assert.Equal(0, Default.Score(answer, final + "1").Value);
        }
    }

    [Fact]
    public void Marked_answers_are_found_as_other_extractors_find_them()
    {
        foreach (var row in Rows("math-verify", "extraction.jsonl").Where(row => row.GetProperty("method").ValueEquals("gsm8k-hash-last")))
        {
            var found = Default.Score(row.GetProperty("text").GetString()!, "0").Extracted;
            Assert.Equal(row.GetProperty("expected").GetString(), found?.Replace(",", "", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<JsonElement> Rows(params string[] parts)
    {
        var path = SharedData.PathOf(["data", .. parts]);
        using var file = File.OpenRead(path);
        var zipped = path.EndsWith(".gz", StringComparison.Ordinal);
        using var reader = new StreamReader(zipped ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
    }
}

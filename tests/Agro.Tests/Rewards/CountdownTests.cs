using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Agro.Plugins.Rewards.Arithmetic;

namespace Agro.Tests.Rewards;

public class CountdownTests
{
    [Theory]
    [InlineData("(1 + 2) * 3", 1)]
    [InlineData("3*(2+1) = 9", 1)]
    [InlineData("3*(2+1) = 10", 0)]
    [InlineData("3*(2+1) = 9 = 9", 0)]
    [InlineData("Let me think: 1, 2.\n<answer>\n3 × (2 + 1)\n</answer>", 1)]
    [InlineData("#### 3*(2+1)", 1)]
    [InlineData(@"#### $3 \times (2 + 1)$", 1)]
    [InlineData("3/(1-2/3)", 0)]
    [InlineData("-(3*(-2-1))", 1)]
    [InlineData("9", 0)]
    [InlineData("3**2*1", 0)]
    [InlineData("3(2+1)", 0)]
    [InlineData("3*(2+1", 0)]
    [InlineData("3*2+1)", 0)]
    [InlineData("3*2.0+1", 0)]
    [InlineData("12-3", 0)]
    [InlineData("", 0)]
    [InlineData("x*(2+1)", 0)]
    public void An_answer_must_use_each_number_once_and_reach_the_target(string completion, double expected)
    {
        var result = Score(completion, "[1, 2, 3]", "9");
        Assert.True(expected == result.Value, result.Reason);
        Assert.NotNull(result.Reason);
    }

    [Fact]
    public void Fractions_on_the_way_are_exact()
    {
        Assert.Equal(1, Score("8 / (3 - 8 / 3)", "[3, 3, 8, 8]", "24").Value);
        Assert.Equal("is 1/3, not 2", Score("1/3", "[1, 3]", "2").Reason);
        Assert.Equal("divides by zero", Score("1/(3-3)", "[1, 3, 3]", "2").Reason);
    }

    [Fact]
    public void An_attempt_is_paid_if_it_uses_the_numbers()
    {
        var options = new CountdownOptions { AttemptReward = 0.1 };
        Assert.Equal(0.1, Score("1+2+3", "[1, 2, 3]", "9", options).Value);
        Assert.Equal(0, Score("1+2", "[1, 2, 3]", "9", options).Value);
        Assert.Equal(1, Score("(1+2)*3", "[1, 2, 3]", "9", options).Value);
    }

    [Fact]
    public void A_prompt_without_numbers_or_target_is_left_to_other_rewards()
    {
        Assert.Null(new Countdown(new()).Score("1+2").Value);
        Assert.Null(Score("1+2", "[1, 2]", "three").Value);
    }

    [Fact]
    public void Hostile_answers_are_settled_at_once()
    {
        foreach (var text in new[] { new string('(', 100_000), new string('-', 400) + "1", new string('9', 400), "9^9^9^9", "(" + new string('1', 19) + ")" })
            Assert.Equal(0, Score(text, "[1, 2]", "3").Value);
    }

    [Fact]
    public void Verdicts_are_those_of_the_cases()
    {
        var cases = File.ReadLines(SharedData.PathOf("data", "countdown", "cases.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        foreach (var row in cases)
        {
            var result = Score(row.GetProperty("answer").GetString()!, row.GetProperty("nums").GetRawText(), row.GetProperty("target").GetRawText());
            Assert.True((row.GetProperty("expected").GetBoolean() ? 1 : 0) == result.Value, $"{row}: {result.Reason}");
        }

        Assert.NotEmpty(cases);
    }

    [Fact]
    public void Every_solution_of_the_data_set_is_right()
    {
        using var file = File.OpenRead(SharedData.PathOf("data", "countdown", "train.jsonl.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var row = JsonDocument.Parse(line).RootElement;
            var (nums, target) = (row.GetProperty("nums").GetRawText(), row.GetProperty("target").GetRawText());
            Assert.Equal(1, Score(row.GetProperty("solution").GetString()!, nums, target).Value);
            Assert.Equal(0, Score(row.GetProperty("solution").GetString()! + " + 1", nums, target).Value);
        }
    }

    private static RewardResult Score(string completion, string numbers, string target, CountdownOptions? options = null)
    {
        var prompt = new Prompt
        {
            Id = "0",
            Text = "",
            Fields = ImmutableDictionary<string, string>.Empty.Add("nums", numbers).Add("target", target),
        };
        return new Countdown(options ?? new()).Score(prompt, completion);
    }
}

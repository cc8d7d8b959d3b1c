using System.Text.Json;
using System.Text.RegularExpressions;
using Agro.Plugins.Rewards.Answers;
using Agro.Plugins.Rewards.Shaping;

namespace Agro.Tests.Rewards;

public class ShapingTests
{
    [Theory]
    [InlineData(" Yes\n", "Yes", true, false, 1)]
    [InlineData(" Yes\n", "Yes", false, false, 0)]
    [InlineData("yes", "Yes", true, false, 0)]
    [InlineData("yes", "Yes", true, true, 1)]
    public void Exact_match_compares_the_whole_completion(string completion, string answer, bool trim, bool ignoreCase, double expected) =>
        Assert.Equal(expected, new ExactMatch(new() { Trim = trim, IgnoreCase = ignoreCase }).Score(completion, answer).Value);

    [Fact]
    public void Exact_match_does_not_apply_without_an_answer() => Assert.Null(new ExactMatch(new()).Score("yes").Value);

    [Theory]
    [InlineData("#### [0-9]+", false, "so #### 74, I think", 1)]
    [InlineData("#### [0-9]+", true, "so #### 74, I think", 0)]
    [InlineData("a|ab", true, "ab", 1)]
    [InlineData("a|ab", true, "abc", 0)]
    public void Format_matches_anywhere_or_in_full(string pattern, bool full, string completion, double expected) =>
        Assert.Equal(expected, new Format(new() { Pattern = pattern, Full = full }).Score(completion).Value);

    [Fact]
    public void Format_shows_what_it_found() =>
        Assert.Equal("74", new Format(new() { Pattern = "#### ([0-9]+)" }).Score("#### 74").Extracted);

    [Theory]
    [InlineData("(a")]
    [InlineData("a)(b")]
    public void Format_refuses_what_is_no_regular_expression(string pattern) =>
        Assert.StartsWith("format: ", Assert.Throws<InputException>(() => new Format(new() { Pattern = pattern, Full = true })).Message);

    [Fact]
    public void A_pattern_that_runs_away_is_a_fault_and_not_a_zero()
    {
        var format = new Format(new() { Pattern = "^(a+)+$", Timeout = 0.01 });
        Assert.Throws<RegexMatchTimeoutException>(() => _ = format.Score(new string('a', 60) + "b"));
    }

    [Fact]
    public void Format_can_ask_for_thoughts_as_other_rewards_do()
    {
        var format = new Format(new() { Pattern = "(?s)<think>(?!.*<think>).*?</think>.*", Full = true });
        var path = SharedData.PathOf("data", "math-verify", "rewards.jsonl");
        var rows = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement);
        foreach (var row in rows.Where(row => row.GetProperty("kind").ValueEquals("think-format")))
            Assert.Equal(row.GetProperty("expected").GetDouble(), format.Score(row.GetProperty("completion").GetString()!).Value);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(5, -0.5)]
    [InlineData(0, -1)]
    [InlineData(15, -0.5)]
    [InlineData(90, -1)]
    public void Length_falls_on_both_sides_of_its_target(int tokens, double expected) =>
        Assert.Equal(expected, new Length(new() { Target = 10 }).Score("", tokens: tokens).Value);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(8, 0)]
    [InlineData(10, -0.25)]
    [InlineData(99, -1)]
    public void Length_falls_beyond_its_limit(int characters, double expected)
    {
        var result = new Length(new() { Limit = 8, Unit = LengthUnit.Characters }).Score(new string('x', characters));
        Assert.Equal(expected, result.Value);
        Assert.StartsWith($"{characters} characters", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_wants_a_target_or_a_limit()
    {
        Assert.Throws<InputException>(() => new Length(new()));
        Assert.Throws<InputException>(() => new Length(new() { Target = 1, Limit = 1 }));
    }

    [Theory]
    [InlineData(80, 0)]
    [InlineData(90, -0.5)]
    [InlineData(100, -1)]
    [InlineData(150, -1)]
    public void Soft_overlong_falls_within_the_buffer(int tokens, double expected) =>
        Assert.Equal(expected, new SoftOverlong(new() { MaxTokens = 100, Buffer = 20 }).Score("", tokens: tokens).Value);

    [Fact]
    public void Soft_overlong_refuses_a_buffer_beyond_the_limit() =>
        Assert.Throws<InputException>(() => new SoftOverlong(new() { MaxTokens = 10, Buffer = 20 }));

    [Fact]
    public void Keyword_share_counts_whole_words()
    {
        var reward = new KeywordShare(new() { Keywords = ["Dog", "ball"], FullShare = 0.5 });
        Assert.Equal(0.5, reward.Score("the dog's dog sat by me with Balls, so").Value!.Value * 9 / 4, 12);
        Assert.Equal(1, reward.Score("dog ball, BALL dog!").Value);
        Assert.Equal(0, reward.Score("").Value);
        Assert.Throws<InputException>(() => new KeywordShare(new() { Keywords = [] }));
        Assert.Throws<InputException>(() => new KeywordShare(new() { Keywords = ["two words"] }));
    }

    [Fact]
    public void Number_presence_counts_numbers()
    {
        var reward = new NumberPresence(new() { FullCount = 4 });
        Assert.Equal(0.75, reward.Score("1,000 apples and 2.5 pears at $3").Value);
        Assert.Equal(1, reward.Score("1 2 3 4 5 6").Value);
        Assert.Equal(0, reward.Score("none").Value);
    }
}

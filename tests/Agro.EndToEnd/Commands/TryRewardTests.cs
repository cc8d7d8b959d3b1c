using System.Text.Json;

namespace Agro.EndToEnd.Commands;

public class TryRewardTests
{
    [Fact]
    public async Task The_scored_text_is_the_completion_or_beside_a_gold_answer_the_answer()
    {
        var input = """
            {"id": "a", "completion": "so #### 1,000", "answer": "1000"}
            {"id": "b", "completion": "so #### 7", "gold": 8, "note": "x"}
            {"id": "c", "gold": "#### 3", "answer": "#### 3.0"}
            {"id": "d", "completion": "#### 1"}
            """;
        var rows = Rows.Parse((await Rows.FeedAsync(input, "try", "reward", "final-answer")).Expect(0).Output);
        Assert.Equal(["a", "b", "c", "d"], rows.Select(row => row.Text("id")));
        Assert.Equal(["1", "0", "1", "null"], rows.Select(row => row.GetProperty("reward").GetRawText()));
        Assert.Equal(["true", "false", "true", "null"], rows.Select(row => row.GetProperty("verdict").GetRawText()));
        Assert.Equal("1,000", rows[0].Text("extracted"));
        Assert.Contains("'7' is not '8'", rows[1].Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_completions_gets_a_list_of_results()
    {
        var input = """{"completions": ["#### 5", {"completion": "#### 6", "completion_ids": [1, 2]}], "answer": "5"}""";
        var row = Assert.Single(Rows.Parse((await Rows.FeedAsync(input, "try", "reward", "final-answer")).Expect(0).Output));
        Assert.Equal(1, row.GetProperty("id").GetInt32());
        Assert.Equal(
            [true, false], row.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("verdict").GetBoolean()));
    }

    [Fact]
    public async Task A_length_may_be_given_without_a_text()
    {
        var input = """
            {"completion_tokens": 90}
            {"completion_ids": [5, 6, 7]}
            """;
        var result = await Rows.FeedAsync(input, "try", "reward", "soft-overlong", "--option", "max_tokens=100", "--option", "buffer=20");
        Assert.Equal([-0.5, 0], Rows.Parse(result.Expect(0).Output).Select(row => row.GetProperty("reward").GetDouble()));
    }

    [Fact]
    public async Task A_row_that_the_reward_fails_on_is_told_and_the_others_are_scored()
    {
        var hard = JsonSerializer.Serialize(new { id = "hard", completion = new string('a', 40) + "!" });
        var input = hard + "\n" + """{"id": "easy", "completion": "aa"}""";
        var result = await Rows.FeedAsync(
            input, "try", "reward", "format", "--option", "pattern='^(a+)+$'", "--option", "timeout=0.01");
        var rows = Rows.Parse(result.Expect(1).Output);
        Assert.Contains("RegexMatchTimeoutException", rows[0].Text("error"), StringComparison.Ordinal);
        Assert.True(rows[1].GetProperty("verdict").GetBoolean());
        Assert.Contains("Agro.Plugins.Rewards.dll: format: ScoreAsync: RegexMatchTimeoutException",
            Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_refused_all_at_once()
    {
        var input = """
            {"answer": "5"}
            {"completion": 5}
            {"completion": "x", "messages": [{"role": "bot", "content": "x"}]}
            {"completions": []}
            {"completion": "x", "completion": "y"}
            """;
        (await Rows.FeedAsync(input, "try", "reward", "final-answer")).ExpectRefusal(
            "stdin:1: 'completion' is missing", "stdin:2: 'completion' must be a text, found 5",
            "stdin:3: messages[0]: 'role' must be system, user",
            "stdin:4: 'completions' must be a list of texts, not empty", "stdin:5:");
    }

    [Fact]
    public async Task Options_are_checked_before_rows_are_read() =>
        (await Rows.FeedAsync("nonsense", "try", "reward", "format")).ExpectRefusal("--option format.pattern: is missing, must be a text");
}

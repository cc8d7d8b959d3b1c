using System.Text;
using Agro.Cli.Commands.Trials;
using Agro.Cli.JsonLines;

namespace Agro.Tests.Cli;

public class RowReaderTests
{
    private static IReadOnlyList<T> Parse<T>(string text, Func<InputRow, T> parse) =>
        RowReader.Parse("in", Encoding.UTF8.GetBytes(text), parse);

    [Fact]
    public void Lines_keep_their_numbers_past_empty_ones_and_a_byte_order_mark()
    {
        var rows = Parse("\uFEFF{\"id\": \"a\"}\r\n \t\n{}", row => (row.Place, row.Id.ToJsonString()));
        Assert.Equal([("in:1", "\"a\""), ("in:3", "3")], rows);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_told_by_line()
    {
        var fault = Assert.Throws<InputException>(() =>
            RowReader.Parse("in", new byte[] { (byte)'{', (byte)'}', (byte)'\n', 0xff }, row => row));
        Assert.Equal("in:2: is not UTF-8", fault.Message);
    }

    [Fact]
    public void The_telling_of_faults_ends_after_twenty()
    {
        var fault = Assert.Throws<InputException>(() => Parse(string.Concat(Enumerable.Repeat("x\n", 100)), row => row));
        Assert.Equal(21, fault.Message.Split('\n').Length);
        Assert.EndsWith("in: the rest was not read", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_row_has_besides_becomes_fields_of_the_prompt()
    {
        var row = Parse("""{"id": 5, "prompt": "p", "completion": "c", "answer": "a", "gold": 1, "extract": ["x"], "none": null}""",
            ScoredRow.Parse)[0];
        Assert.Equal(("5", "p", "a"), (row.Prompt.Id, row.Prompt.Text, row.Prompt.Answer));
        Assert.Equal([("extract", "[\"x\"]"), ("gold", "1")], row.Prompt.Fields.Select(field => (field.Key, field.Value)).Order());
        Assert.Equal("c", Assert.Single(row.Completions).Text);
    }

    [Fact]
    public async Task A_group_reward_sees_the_whole_list()
    {
        var row = Parse("""{"completions": ["a", "bb"]}""", ScoredRow.Parse)[0];
        var results = await TryReward.ScoreAsync(new Longest(), row, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], results.Select(result => result.Value!.Value));
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TryReward.ScoreAsync(new Forgetful(), row, TestContext.Current.CancellationToken));
        Assert.Equal("1 results for 2 completions", fault.Message);
    }

    private sealed class Longest : IGroupRewardFunction
    {
        public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
            Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken)
        {
            var longest = group.Max(completion => completion.Text.Length);
            return new([.. group.Select(completion => RewardResult.Of(completion.Text.Length == longest ? 1 : 0))]);
        }
    }

    private sealed class Forgetful : IGroupRewardFunction
    {
        public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
            Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken) => new([RewardResult.Of(1)]);
    }
}

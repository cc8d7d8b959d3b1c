using Agro.Plugins.Rewards.Structure;

namespace Agro.Tests.Rewards;

public class StructureTests
{
    [Theory]
    [InlineData("<think>a</think>b", 1)]
    [InlineData("<think></think>", 1)]
    [InlineData("<think>a</think>b</think>", 1)]
    [InlineData(" <think>a</think>b", 0)]
    [InlineData("<think>a<think>b</think>c", 0)]
    [InlineData("<think>a</think><think>b</think>", 0)]
    [InlineData("<think>a", 0)]
    [InlineData("", 0)]
    public void Think_format_wants_one_thought_at_the_beginning(string completion, double expected) =>
        Assert.Equal(expected, new ThinkFormat().Score(completion).Value);

    [Theory]
    [InlineData("<think>\na\n</think>\n<answer>\nb\n</answer>", 1)]
    [InlineData("<think>\na\n</think>\n<answer>\nb\n</answer>\nmore", 1)]
    [InlineData("<think>\na\n</think>\n<answer>\nb\n</answer> more", 0)]
    [InlineData("<think>\na\n</think>\n\n<answer>\nb\n</answer>", 0)]
    [InlineData("<think>a</think><answer>b</answer>", 0)]
    [InlineData("\n<think>\na\n</think>\n<answer>\nb\n</answer>", 0)]
    public void Think_answer_format_wants_each_tag_on_its_line(string completion, double expected) =>
        Assert.Equal(expected, new ThinkAnswerFormat().Score(completion).Value);

    [Theory]
    [InlineData("<think>\na\n</think>\n<answer>\nb\n</answer>", 1)]
    [InlineData("<think>\n<think>\na\n</think>\n<answer>\nb\n</answer>", 0.75)]
    [InlineData("<think>a</think><answer>b</answer>", 0)]
    public void Tag_count_counts_tags_that_occur_once(string completion, double expected) =>
        Assert.Equal(expected, new TagCount().Score(completion).Value);

    [Theory]
    [InlineData("<think>a</think> <answer>b</answer>\n", null)]
    [InlineData("<answer>b</answer><think>a</think>", "text stands outside the tags, before <think>")]
    [InlineData("<think>a<answer>b</answer></think>", "<answer> stands before </think>")]
    [InlineData("<think>a</think><answer>b", "</answer> occurs 0 times")]
    [InlineData("<think>a</think><answer>b</answer><answer>c</answer>", "<answer> occurs 2 times")]
    [InlineData("<think>a</think><answer> </answer>", "nothing stands before </answer>")]
    [InlineData("So: <think>a</think><answer>b</answer>", "text stands outside the tags, before <think>")]
    [InlineData("<think>a</think><answer>b</answer>.", "text stands outside the tags, behind </answer>")]
    public void Tag_structure_wants_tags_in_their_order(string completion, string? fault)
    {
        var result = new TagStructure(new()).Score(completion);
        Assert.Equal(fault is null ? 1 : 0, result.Value);
        Assert.Equal(fault is null ? "b" : null, result.Extracted);
        Assert.Equal(fault ?? "as wanted", result.Reason);
    }

    [Fact]
    public void Tag_structure_takes_any_tags_and_pays_for_parts()
    {
        var reward = new TagStructure(new() { Tags = ["plan", "code", "test"], Partial = true, Outside = true, Content = false });
        Assert.Equal(1, reward.Score("Here: <plan></plan> and <code>x</code> <test></test>!").Value);
        Assert.Equal(5 / 6.0, reward.Score("<code>x</code><plan></plan><test></test>").Value);
        Assert.Equal(3 / 6.0, reward.Score("<plan></plan><code>").Value);
        Assert.Equal(0, reward.Score("").Value);
    }

    [Theory]
    [InlineData()]
    [InlineData("<think>")]
    [InlineData("a", "a")]
    public void Tag_structure_refuses_what_are_no_tags(params string[] tags) =>
        Assert.StartsWith("tag-structure: ", Assert.Throws<InputException>(() => new TagStructure(new() { Tags = tags })).Message);
}

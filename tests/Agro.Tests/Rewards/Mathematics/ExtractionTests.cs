using Agro.Plugins.Rewards.Mathematics;
using Agro.Plugins.Rewards.Mathematics.Extraction;

namespace Agro.Tests.Rewards.Mathematics;

public class ExtractionTests
{
    private static readonly MathEquivalence Reward = new(new());

    [Theory]
    [InlineData(@"First $\boxed{1}$, no: $\boxed{\frac{2}{\sqrt{3}}}$.", @"\frac{2}{\sqrt{3}}", "boxed")]
    [InlineData(@"\boxed{6} and \boxed{8}", "6, 8", "boxed")]
    [InlineData(@"\boxed{6} but then \boxed{8}", "8", "boxed")]
    [InlineData(@"so $\boxed{28}$ %", @"28\%", "boxed")]
    [InlineData(@"\boxed 7", "7", "boxed")]
    [InlineData(@"\boxed{5} and then \boxed{7", "5", "boxed")]
    [InlineData("3 + 4 = 7\n#### 1,234", "1,234", "hash")]
    [InlineData("#### 1\n#### 2 apples\nmore", "2 apples", "hash")]
    [InlineData("x^2 + 2*x + 1", "x^2 + 2*x + 1", "whole")]
    [InlineData("28 percent", "28 percent", "whole")]
    [InlineData("We add $3$. The answer is $x + 1$. I hope it is correct.", "x + 1", "phrase")]
    [InlineData("Final Answer: The volume of $ABCD$ is 120. I hope it is correct.", "120", "phrase")]
    [InlineData("It costs $5.\nA: 44", "44", "phrase")]
    [InlineData("La réponse est 12.", "12", "phrase")]
    [InlineData("Thus $x = 3$, so $x^2 = 9$.", "x^2 = 9", "formula")]
    [InlineData("Thus\n\\[\n x = 3 \n\\]", "x = 3", "formula")]
    [InlineData("so the value of $n$ is 34", "34", "formula")]
    [InlineData("She pays $5 and he pays $6 more", "6", "last_number")]
    [InlineData("donc 100 * 0,30 = 30,25 euros", "30.25", "last_number")]
    [InlineData("所以一共有3 + 10 = 13只鸟", "13", "last_number")]
    [InlineData("The probability that Alice wins must be 2/3", "2/3", "last_number")]
    [InlineData("<think>\\boxed{1}</think> It must be 12 then", "12", "last_number")]
    public void The_answer_and_its_place_are_told(string completion, string answer, string place)
    {
        var result = Reward.Score(completion, "1");
        Assert.Equal(answer, result.Extracted);
        Assert.StartsWith($"{place}: ", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I do not know how that should be done")]
    public void Where_no_answer_is_the_reward_is_0(string completion)
    {
        var result = Reward.Score(completion, "1");
        Assert.Equal((0, "no answer found"), (result.Value, result.Reason));
    }

    [Fact]
    public void Only_the_places_that_are_asked_for_are_searched()
    {
        var boxed = new MathEquivalence(new() { Extract = [AnswerPlace.Boxed] });
        Assert.Equal(0, boxed.Score("#### 5", "5").Value);
        Assert.Equal(1, boxed.Score("\\boxed{5}", "5").Value);
        var number = new MathEquivalence(new() { Extract = [AnswerPlace.LastNumber, AnswerPlace.Boxed] });
        Assert.Equal("7", number.Score("\\boxed{5} and 7", "5").Extracted);
        Assert.StartsWith("math-equivalence: extract", Assert.Throws<InputException>(() => new MathEquivalence(new() { Extract = [] })).Message);
    }

    [Theory]
    [InlineData(ReasoningText.After, "\\boxed{5}", 1)]
    [InlineData(ReasoningText.After, "\\boxed{5}</think>\\boxed{6}", 0)]
    [InlineData(ReasoningText.Required, "\\boxed{5}", 0)]
    [InlineData(ReasoningText.Required, "so</think>\\boxed{5}", 1)]
    [InlineData(ReasoningText.All, "\\boxed{5}</think>done", 1)]
    internal void What_is_behind_the_reasoning_counts(ReasoningText reasoning, string completion, double expected) =>
        Assert.Equal(expected, new MathEquivalence(new() { Reasoning = reasoning }).Score(completion, "5").Value);

    [Theory]
    [InlineData("D", "The answer: D, it doesn't make sense for it to be A or B", 1)]
    [InlineData("D", "D. it can't be A or B", 1)]
    [InlineData("(D) Alina", "D", 1)]
    [InlineData("C Cecile", "A", 0)]
    [InlineData("B", "B不是 A", 1)]
    [InlineData("A", "A train leaves, so it must be (C)", 0)]
    [InlineData("C", "A train leaves, so it must be (C)", 1)]
    [InlineData(@"\text{(B)}", @"$\boxed{\textbf{(B)}\ 12}$", 1)]
    [InlineData("A", "x = 5", 0)]
    public void Letters_of_choices_are_found(string gold, string completion, double expected) => Assert.Equal(expected, Reward.Score(completion, gold).Value);

    [Fact]
    public void A_prompt_without_an_answer_is_left_to_other_rewards()
    {
        var result = Reward.Score("\\boxed{1}");
        Assert.Null(result.Value);
        Assert.Equal("1", result.Extracted);
    }
}

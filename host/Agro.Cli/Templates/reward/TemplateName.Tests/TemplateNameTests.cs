using Agro;
using Xunit;

public class TemplateNameTests
{
    [Theory]
    [InlineData("2+2=4 #### 4", "4", 1.0)]
    [InlineData("2+2=5 #### 5", "4", 0.0)]
    [InlineData("2+2=4;2+2=4;2+2=4;2+2=4 #### 4", "4", 0.8)]
    public async Task The_answer_at_the_end_counts_and_length_costs(string completion, string answer, double expected)
    {
        var result = await ScoreAsync(completion, answer);
        Assert.NotNull(result.Value);
        Assert.Equal(expected, result.Value.Value, 1e-9);
    }

    [Fact]
    public async Task A_prompt_without_an_answer_is_left_to_other_rewards() => Assert.Null((await ScoreAsync("4", null)).Value);

    private static async Task<RewardResult> ScoreAsync(string text, string? answer)
    {
        var prompt = new Prompt { Id = "1", Text = "2+2=", Answer = answer };
        var completion = new Completion { Text = text, Tokens = [], FinishReason = FinishReason.Stop, PolicyVersion = 0 };
        return await new TemplateName(new()).ScoreAsync(prompt, completion, CancellationToken.None);
    }
}

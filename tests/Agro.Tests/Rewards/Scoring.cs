namespace Agro.Tests.Rewards;

/// <summary>Scores a text, without a policy.</summary>
internal static class Scoring
{
    public static RewardResult Score(this IRewardFunction reward, string completion, string? answer = null, int tokens = 1)
    {
        var prompt = new Prompt { Id = "0", Text = "", Answer = answer };
        var scored = new Completion
        {
            Text = completion,
            Tokens = [.. new int[tokens]],
            FinishReason = FinishReason.Stop,
            PolicyVersion = 0,
        };
        return reward.ScoreAsync(prompt, scored, TestContext.Current.CancellationToken).AsTask().Result;
    }
}

using System.Collections.Immutable;

namespace Agro.Tests.Rewards;

/// <summary>Scores a text, without a policy.</summary>
internal static class Scoring
{
    public static RewardResult Score(this IRewardFunction reward, string completion, string? answer = null, int tokens = 1) =>
        reward.Score(new Prompt { Id = "0", Text = "", Answer = answer }, completion, tokens);

    public static RewardResult Score(this IRewardFunction reward, Prompt prompt, string completion, int tokens = 1) =>
        reward.ScoreCompletion(prompt, Of(completion, [.. new int[tokens]]));

    public static RewardResult ScoreTokens(this IRewardFunction reward, ImmutableArray<int> tokens) =>
        reward.ScoreCompletion(new Prompt { Id = "0", Text = "" }, Of("", tokens));

    public static Completion Of(string text, ImmutableArray<int> tokens) =>
        new() { Text = text, Tokens = tokens, FinishReason = FinishReason.Stop, PolicyVersion = 0 };

    public static RewardResult ScoreCompletion(this IRewardFunction reward, Prompt prompt, Completion completion) =>
        reward.ScoreAsync(prompt, completion, TestContext.Current.CancellationToken).AsTask().Result;
}

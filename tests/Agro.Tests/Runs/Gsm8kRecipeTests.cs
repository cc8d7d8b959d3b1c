using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Engine.Runs;

namespace Agro.Tests.Runs;

/// <summary>What the recipe for GSM8K makes of the real data: a wrong pattern in it would make a run that learns nothing.</summary>
public class Gsm8kRecipeTests
{
    [Fact]
    public async Task Every_worked_answer_of_the_data_set_gets_the_full_reward()
    {
        using var components = Components();
        var groups = new List<UnscoredGroup>();
        for (var index = 0L; index < components.Train.Count; index++)
        {
            var prompt = PromptIntake.Get(components.Train, index, TestContext.Current.CancellationToken);
            Assert.StartsWith("Question: ", prompt.Text, StringComparison.Ordinal);
            groups.Add(new(prompt, [1], [Completion(prompt.Fields["answer"]), Completion($"It is {prompt.Answer}."), Completion("#### 123456789")]));
        }

        var scored = await new RewardScorer().ScoreAsync(
            components.Rewards, new Dictionary<string, double> { ["final-answer"] = 1, ["format"] = 0.1 }, groups, TestContext.Current.CancellationToken);
        Assert.Equal((7473, 0), (scored.Groups.Count, scored.Failed));
        Assert.All(scored.Groups, group => Assert.Equal([1.1, 0, 0.1], group.Rollouts.Select(rollout => rollout.Reward)));
    }

    private static RunComponents Components() => new(RecipeLoad.Read(new RunRequest
    {
        RecipePath = Path.Combine(SharedData.Repository, "recipes", "gsm8k.yaml"),
        PluginPaths = RunFixture.BuiltInPlugins,
        Sets =
        [
            $"policy.model={SharedData.PathOf("data", "models", "stories260k")}",
            $"data.train.path={SharedData.PathOf("data", "gsm8k", "train.jsonl.gz")}",
            $"data.eval.path={SharedData.PathOf("data", "gsm8k", "test.jsonl.gz")}",
        ],
    }));

    private static Completion Completion(string text) => new() { Text = text, Tokens = [1], FinishReason = FinishReason.Stop, PolicyVersion = 0 };
}

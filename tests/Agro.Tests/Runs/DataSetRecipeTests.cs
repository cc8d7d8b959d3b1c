using System.Text.RegularExpressions;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Engine.Runs;

namespace Agro.Tests.Runs;

/// <summary>What recipes make of real data sets: a wrong field or pattern in them would make runs that learn nothing.</summary>
public partial class DataSetRecipeTests
{
    [Fact]
    public async Task Every_answer_of_svamp_gets_the_full_reward_and_the_splits_share_no_problem()
    {
        var file = SharedData.PathOf("data", "svamp", "SVAMP.json.gz");
        using var components = Components("svamp.yaml", $"data.train.path={file}", $"data.eval.path={file}");
        var (train, held) = (All(components.Train), All(components.Evaluation!));
        Assert.Equal(300, held.Count);
        Assert.InRange(train.Count, 650, 700);
        Assert.Empty(train.Select(prompt => prompt.Id).Intersect(held.Select(prompt => prompt.Id)));
        Assert.All(train, prompt => Assert.Matches(@"^Question: [^{}]+\?\nWrite", prompt.Text));
        await ExpectAsync(components, [.. train, .. held], prompt =>
        [
            ($"It is\n#### {prompt.Answer}", 1.1),
            ($"#### {Whole().Match(prompt.Answer!).Value}", 1.1),
            ($"It is {prompt.Answer}.", 0),
            ("#### 123456789", 0.1),
        ]);
    }

    [Fact]
    public async Task Every_answer_of_aqua_gets_the_full_reward_and_the_options_are_asked()
    {
        using var components = Components(
            "aqua.yaml",
            $"data.train.path={SharedData.PathOf("data", "aqua", "dev.jsonl.gz")}",
            $"data.eval.path={SharedData.PathOf("data", "aqua", "test.jsonl.gz")}");
        var prompts = All(components.Train).Concat(All(components.Evaluation!)).ToList();
        Assert.InRange(prompts.Count, 490, 508);
        Assert.All(prompts, prompt => Assert.Matches(@"(?s)^Question: .+\nOptions:\nA\).*\nB\).*\nC\).*\nD\).*\nE\).*\nLet's", prompt.Text));
        await ExpectAsync(components, prompts, prompt =>
        [
            ($"So it is that.\n#### {prompt.Answer}", 1.1),
            ($"The answer is ({prompt.Answer}).", 1),
            ($"#### {(prompt.Answer == "A" ? "B" : "A")}", 0.1),
            ("I do not know.", 0),
        ]);
    }

    [Fact]
    public async Task Every_countdown_that_is_made_up_can_be_solved()
    {
        using var components = Components("countdown.yaml");
        var prompts = Enumerable.Range(0, 300).Select(i => At(components.Train, i * 20)).Concat(All(components.Evaluation!)).ToList();
        await ExpectAsync(components, prompts, prompt => [(prompt.Demonstration!, 1), ("#### 1 + 1", 0)]);
    }

    [Fact]
    public async Task A_mixture_of_real_data_sets_has_its_shares_and_scores_each()
    {
        using var components = Components(
            "math-mixture.yaml",
            $"data.train.sources.0.jsonl.path={SharedData.PathOf("data", "gsm8k", "train.jsonl.gz")}",
            $"data.train.sources.1.jsonl.path={SharedData.PathOf("data", "svamp", "SVAMP.json.gz")}",
            $"data.eval.path={SharedData.PathOf("data", "gsm8k", "test.jsonl.gz")}");
        Assert.Null(components.Train.Count);
        var prompts = Enumerable.Range(0, 1000).Select(i => At(components.Train, i)).ToList();
        Assert.Equal([("gsm8k", 600), ("stories", 100), ("svamp", 300)], prompts.GroupBy(prompt => prompt.Fields["source"]).Select(group => (group.Key, group.Count())).Order());
        await ExpectAsync(components, prompts, prompt => [($"So\n#### {prompt.Answer}", 1.1), ("So\n#### 987654321", 0.1)]);
        // Short problems first.
        var lengths = prompts.Where(prompt => prompt.Fields["source"] == "gsm8k").Select(prompt => prompt.Text.Length).ToList();
        Assert.True(lengths.Take(100).Max() < lengths.Max());
    }

    private static async Task ExpectAsync(RunComponents components, IReadOnlyList<Prompt> prompts, Func<Prompt, (string Completion, double Reward)[]> cases)
    {
        var weights = components.Rewards.ToDictionary(reward => reward.Name, reward => reward.Name switch { "format" => 0.1, "repetition" => 0, _ => 1.0 });
        var groups = prompts.Select(prompt => new UnscoredGroup(prompt, [1], [.. cases(prompt).Select(one => Completion(one.Completion))])).ToList();
        var scored = await new RewardScorer().ScoreAsync(components.Rewards, weights, groups, TestContext.Current.CancellationToken);
        Assert.Equal((prompts.Count, 0), (scored.Groups.Count, scored.Failed));
        foreach (var group in scored.Groups)
        {
            foreach (var (rollout, expected) in group.Rollouts.Zip(cases(group.Prompt)))
                Assert.True(Math.Abs(expected.Reward - rollout.Reward) < 1e-9, $"{group.Prompt.Id}: {rollout.Completion.Text}: {rollout.Reward}");
        }
    }

    private static RunComponents Components(string recipe, params string[] sets) => new(RecipeLoad.Read(new RunRequest
    {
        RecipePath = Path.Combine(SharedData.Repository, "recipes", recipe),
        PluginPaths = RunFixture.BuiltInPlugins,
        Sets = [$"policy.model={SharedData.PathOf("data", "models", "stories260k")}", .. sets],
    }));

    private static List<Prompt> All(IDataSource source) => [.. PromptIntake.InOrder(source).Select(index => At(source, index))];

    private static Prompt At(IDataSource source, long index) => PromptIntake.Get(source, index, TestContext.Current.CancellationToken);

    private static Completion Completion(string text) => new() { Text = text, Tokens = [1], FinishReason = FinishReason.Stop, PolicyVersion = 0 };

    [GeneratedRegex(@"^-?[0-9]+(?:\.[0-9]*[1-9])?")]
    private static partial Regex Whole();
}

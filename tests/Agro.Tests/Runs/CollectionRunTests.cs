using Agro.Cli.JsonLines;
using Agro.Engine.Runs;
using Agro.Plugins.DataSources.Jsonl;

namespace Agro.Tests.Runs;

public sealed class CollectionRunTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_is_collected_is_read_back_bit_for_bit()
    {
        _fixture.Recipe["rewards"] = "[ { use: length, unit: tokens, target: 3, weight: 0.1 }, { use: length, name: short, unit: tokens, target: 7, weight: 0.7 } ]";
        var (groups, summary) = Collect(7);
        Assert.Equal(7, groups.Count);
        Assert.Equal((7, 7, 28), (summary.Total.Wanted, summary.Total.Prompts, summary.Total.Completions));
        Assert.Equal(groups.Sum(group => group.Rollouts.Sum(rollout => rollout.Completion.Tokens.Length)), summary.Total.Tokens);
        Assert.Equal(groups.Sum(group => group.Rollouts.Sum(rollout => rollout.Reward)), summary.Total.RewardSum!.Value, 1e-9);

        var file = _fixture.Write("rollouts.jsonl", string.Concat(groups.Select(group => CompletionRow.Of(group, isScored: true).ToJsonString() + "\n")));
        using var source = new JsonlSource(new() { Path = file });
        Assert.Equal(7, source.Count);
        var seen = 0;
        for (var i = 0; i < groups.Count; i++)
        {
            var prompt = await source.GetAsync(i, TestContext.Current.CancellationToken);
            Assert.Equal((groups[i].Prompt.Id, groups[i].Prompt.Text, groups[i].Prompt.Answer), (prompt.Id, prompt.Text, prompt.Answer));
            foreach (var (rollout, given) in groups[i].Rollouts.Zip(prompt.Completions))
            {
                Assert.Equal(rollout.Completion.Text, given.Text);
                Assert.Equal(rollout.Completion.Tokens, given.Tokens);
                Assert.Equal(
                    rollout.Completion.LogProbs.Select(BitConverter.SingleToInt32Bits), given.LogProbs.Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(BitConverter.DoubleToInt64Bits(rollout.Reward), BitConverter.DoubleToInt64Bits(given.Reward!.Value));
                Assert.Equal(rollout.Completion.FinishReason == FinishReason.Length, given.Truncated);
                seen++;
            }
        }

        Assert.Equal(28, seen);
    }

    [Fact]
    public void The_first_groups_are_those_of_a_runs_first_step()
    {
        _fixture.Recipe["training"] = "{ steps: 1, learning_rate: 1.0e-3 }";
        _fixture.Run("run");
        var ofRun = _fixture.Lines("run", "rollouts.jsonl").Select(line => (string)line["completion"]!);
        Assert.Equal(ofRun, Collect(3).Groups.SelectMany(group => group.Rollouts).Select(rollout => rollout.Completion.Text));
    }

    [Fact]
    public void Without_reward_functions_there_are_no_rewards()
    {
        _fixture.Recipe["rewards"] = "[]";
        var (groups, summary) = Collect(1);
        Assert.Null(summary.Total.RewardSum);
        Assert.Null(CompletionRow.Of(groups[0], isScored: false)["completions"]![0]!["reward"]);
    }

    [Fact]
    public void Further_fields_go_along_unless_their_names_mean_something_else()
    {
        _fixture.Write("data.jsonl", """
            {"q": "1+1=", "answer": "2", "level": 3, "label": "x", "tokens": 12, "completion": "other"}
            {"q": "1+2=", "answer": "3", "demonstration": "1+2=3"}
            """);
        _fixture.Recipe["data"] = "{ train: { use: jsonl, path: data.jsonl, prompt_field: q, completions: false }, shuffle: false }";
        _fixture.Recipe.Remove("eval");
        var (groups, summary) = Collect(5);
        Assert.Equal(
            """{"id":"1","prompt":"1\u002B1=","answer":"2","level":"3","q":"1\u002B1="}""", WithoutCompletions(groups[0]));
        Assert.Equal(
            """{"id":"2","prompt":"1\u002B2=","answer":"3","demonstration":"1\u002B2=3","q":"1\u002B2="}""", WithoutCompletions(groups[1]));
        Assert.Contains("data.train: has 2 prompts that fit, 5 were asked for", summary.Notices);
    }

    [Fact]
    public void Completions_that_cannot_be_scored_are_left_out_and_told()
    {
        _fixture.AddPlugin("""
            [Component("picky")]
            public sealed class Picky : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
                    completion.Tokens[0] % 2 == 0 ? throw new System.InvalidOperationException("even") : new(RewardResult.Of(1));
            }
            """);
        _fixture.Recipe["rewards"] = "[ { use: picky } ]";
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, max_failed_share: 1 }";
        var (groups, summary) = Collect(4);
        Assert.InRange(summary.Total.Failed, 1, 15);
        Assert.Equal(16, summary.Total.Failed + summary.Total.Completions);
        Assert.All(groups.SelectMany(group => group.Rollouts), rollout => Assert.Equal(1, rollout.Completion.Tokens[0] % 2));
        Assert.Contains(summary.Notices, notice => notice.Contains("even", StringComparison.Ordinal));
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, max_failed_share: 0 }";
        Assert.Contains("more than rollouts.max_failed_share (0)", Assert.Throws<AgroException>(() => Collect(4)).Message, StringComparison.Ordinal);
    }

    private (List<RolloutGroup> Groups, CollectionSummary Summary) Collect(int prompts)
    {
        var groups = new List<RolloutGroup>();
        var summary = CollectionRun.Execute(_fixture.Request(""), prompts, (made, _) => groups.AddRange(made), TestContext.Current.CancellationToken);
        return (groups, summary);
    }

    private static string WithoutCompletions(RolloutGroup group)
    {
        var row = CompletionRow.Of(group, isScored: true);
        row.Remove("completions");
        return row.ToJsonString();
    }
}

using Agro.Engine.Recipes;

namespace Agro.Tests.Runs;

/// <summary>Runs on stale, replayed and given completions.</summary>
public sealed class OffPolicyRunTests : IDisposable
{
    private const string Source = """
        using Agro; using System.Collections.Immutable; using System.Threading; using System.Threading.Tasks;
        [Component("frozen")] public sealed class Frozen(FrozenOptions options) : IDataSource
        {
            public long? Count => 6;
            public ValueTask<Prompt> GetAsync(long index, CancellationToken token)
            {
                var completions = ImmutableArray.CreateBuilder<GivenCompletion>();
                for (var i = 0; i < 3; i++)
                {
                    completions.Add(new GivenCompletion
                    {
                        Text = i == 2 ? new string('7', options.Length) : $"{index}{i}", Reward = options.Rewards ? i - index % 2 : null,
                        Tokens = options.LogProbs ? [48, 49, 257] : [], LogProbs = options.LogProbs ? [-1f, -2f, -0.5f] : [],
                    });
                }
                return new(new Prompt { Id = $"p{index}", Text = $"{index}+1=", Answer = "1", Demonstration = options.Demonstrations ? "1" : null, Completions = completions.ToImmutable() });
            }
        }
        public sealed record FrozenOptions { public bool Rewards { get; init; } = true; public bool LogProbs { get; init; } public bool Demonstrations { get; init; } public int Length { get; init; } = 2; }
        """;

    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private IReadOnlyList<double> Metric(string run, string name) =>
        [.. _fixture.Lines(run, "metrics.jsonl").Select(line => line[name]!.GetValue<double>())];

    private void Offline(string options = "")
    {
        _fixture.AddPlugin(Source);
        _fixture.Recipe["data"] = $"{{ train: {{ use: frozen{options} }} }}";
        _fixture.Recipe.Remove("eval");
        _fixture.Recipe["rollouts"] = "{ source: data, prompts_per_step: 3, group_size: 2 }";
    }

    private string Fault() => Assert.Throws<RecipeException>(() => { _fixture.Run("refused"); }).Message;

    [Fact]
    public void Late_rollouts_are_those_of_the_policy_that_many_steps_before()
    {
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, staleness: 2 }";
        _fixture.Run("run");
        Assert.Equal([0.0, 1, 2, 2], Metric("run", "staleness/mean"));
        Assert.Equal([0L, 0, 0, 1], _fixture.Lines("run", "rollouts.jsonl").Select(line => line["policy_version"]!.GetValue<long>()).Chunk(12).Select(step => Assert.Single(step.Distinct())));
        Assert.All(Metric("run", "sampling/effective_sample_size"), share => Assert.InRange(share, 1e-6, 1 + 1e-9));
    }

    [Fact]
    public void Late_rollouts_have_the_prompts_of_an_on_policy_run()
    {
        _fixture.Run("fresh");
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, staleness: 2 }";
        _fixture.Run("late");
        Assert.Equal(Prompts("fresh"), Prompts("late"));

        IEnumerable<string> Prompts(string run) => _fixture.Lines(run, "rollouts.jsonl").Select(line => line["prompt_id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("rollouts", "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, staleness: 2 }")]
    [InlineData("replay", "{ on_policy: 0.5, stored_prompts: 0.7, capacity: 20, order: random }")]
    [InlineData("training", "{ steps: 4, learning_rate: 1.0e-3, num_iterations: 2 }")]
    [InlineData("algorithm", "{ use: ppo }")]
    public void A_run_that_was_stopped_goes_on_as_if_it_had_not_been(string section, string value)
    {
        _fixture.Recipe[section] = value;
        _fixture.Run("whole");
        _fixture.Run("parts", new RecordingObserver { StopAfter = 2 });
        _fixture.Run("parts", resume: true);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("parts"));
        Assert.Equal(Weights("whole"), Weights("parts"));

        byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(_fixture.Folder, run, "checkpoints", "step-000004", "model.safetensors"));
    }

    [Theory]
    [InlineData("rollouts", "{ prompts_per_step: 3, group_size: 4, max_tokens: 8 }")]
    [InlineData("rollouts", "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, staleness: 1 }")]
    [InlineData("replay", "{ on_policy: 0.5, stored_prompts: 0.7 }")]
    public void A_step_that_failed_is_done_again_with_the_same_prompts(string section, string value)
    {
        _fixture.AddPlugin("""
            using Agro; using System.IO; using System.Threading; using System.Threading.Tasks;
            [Component("moody")] public sealed class Moody(MoodyOptions options) : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                    File.Exists(options.Broken) ? throw new IOException("out of order") : new(RewardResult.Of(completion.Tokens[0] % 5));
            }
            public sealed record MoodyOptions { public required string Broken { get; init; } }
            """);
        var broken = Path.Combine(_fixture.Folder, "broken");
        _fixture.Recipe["rewards"] = $"[ {{ use: moody, broken: '{broken}' }} ]";
        _fixture.Recipe[section] = value;
        _fixture.Recipe.Remove("eval");
        _fixture.Recipe["data"] = "{ train: { use: arithmetic, max_terms: 2, max_digits: 1 } }";
        _fixture.Run("whole");
        var observer = new RecordingObserver { OnStep = report => { if (report.Step == 2) File.WriteAllText(broken, ""); } };
        Assert.Throws<AgroException>(() => { _fixture.Run("parts", observer); });
        File.Delete(broken);
        _fixture.Run("parts", resume: true);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("parts"));
    }

    [Fact]
    public void Replay_mixes_stored_and_fresh_completions_in_a_group()
    {
        _fixture.Recipe["replay"] = "{ on_policy: 0.5, stored_prompts: 0.34, order: newest }";
        _fixture.Run("run");
        // Of three prompts one comes from the store, and half of its four completions; nothing is stored before the first step.
        Assert.Equal([0.0, 2 / 12.0, 2 / 12.0, 2 / 12.0], Metric("run", "replay/share").Select(share => Math.Round(share, 9)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0.0, 12, 22, 32], Metric("run", "replay/size"));
        var mixed = _fixture.Lines("run", "rollouts.jsonl").Where(line => line["step"]!.GetValue<long>() == 2 && line["group"]!.GetValue<int>() == 2);
        Assert.Equal([1L, 1, 0, 0], mixed.Select(line => line["policy_version"]!.GetValue<long>()));
    }

    [Fact]
    public void The_store_is_bounded_and_drops_what_is_too_stale()
    {
        _fixture.Recipe["replay"] = "{ on_policy: 0, stored_prompts: 1, capacity: 7, max_staleness: 1 }";
        _fixture.Recipe["training"] = "{ steps: 8, learning_rate: 1.0e-3 }";
        _fixture.Run("run");
        Assert.All(Metric("run", "replay/size"), size => Assert.InRange(size, 0, 7));
        Assert.All(Metric("run", "staleness/max"), staleness => Assert.InRange(staleness, 0, 1));
    }

    [Fact]
    public void Stored_rewards_are_computed_anew_when_a_weight_has_changed()
    {
        _fixture.Recipe["replay"] = "{ on_policy: 0.5, stored_prompts: 1 }";
        _fixture.Write("double.csx", "OnStep(step => { step.RewardWeights[\"length\"] *= 2; });");
        _fixture.Recipe["hooks"] = "[ { script: double.csx } ]";
        _fixture.Run("run");
        Assert.Contains(Metric("run", "replay/share"), share => share > 0);
        Assert.All(_fixture.Lines("run", "rollouts.jsonl"), line => Assert.Equal(
            line["rewards"]!["length"]!.GetValue<double>() * Math.Pow(2, line["step"]!.GetValue<long>() - 1), line["reward"]!.GetValue<double>(), 1e-9));
    }

    [Fact]
    public void A_frozen_data_set_trains_with_its_own_rewards_and_nothing_is_sampled()
    {
        Offline();
        _fixture.Recipe.Remove("rewards");
        var summary = _fixture.Run("run");
        var lines = _fixture.Lines("run", "rollouts.jsonl");
        Assert.Equal(4 * 3 * 2, lines.Count);
        Assert.All(lines, line => Assert.Equal((-1L, "given"), (line["policy_version"]!.GetValue<long>(), line["finish_reason"]!.GetValue<string>())));
        Assert.All(lines, line => Assert.Equal(line["reward"]!.GetValue<double>(), line["rewards"]!["data"]!.GetValue<double>()));
        Assert.Equal(4, summary.Steps);
        Assert.All(Metric("run", "rollouts/given_share"), share => Assert.Equal(1, share));
        Assert.All(_fixture.Lines("run", "metrics.jsonl"), line => Assert.Null(line["sampling/importance_sampling_ratio/mean"]));
    }

    [Fact]
    public void Given_completions_that_are_too_long_are_left_out_counted_and_told()
    {
        Offline(", length: 200");
        _fixture.Recipe["rollouts"] = "{ source: data, prompts_per_step: 3, group_size: 3 }";
        var observer = new RecordingObserver();
        _fixture.Run("run", observer);
        Assert.All(Metric("run", "completions/too_long"), count => Assert.Equal(3, count));
        Assert.Contains("data.train: completions that with their prompt exceed the model's positions are left out, and counted in completions/too_long", observer.Warnings);
        Assert.Equal(4 * 3 * 2, _fixture.Lines("run", "rollouts.jsonl").Count);
    }

    [Fact]
    public void A_frozen_data_set_can_be_scored_now()
    {
        Offline(", rewards: false");
        _fixture.Run("run");
        Assert.All(_fixture.Lines("run", "rollouts.jsonl"), line => Assert.NotNull(line["rewards"]!["length"]));
    }

    [Fact]
    public void A_ratio_takes_a_frozen_data_set_with_behavior_log_probabilities()
    {
        Offline(", log_probs: true");
        _fixture.Recipe["algorithm"] = "{ use: grpo }";
        _fixture.Run("run");
        Assert.All(Metric("run", "sampling/importance_sampling_ratio/mean"), ratio => Assert.True(double.IsFinite(ratio) && ratio != 1));
    }

    [Fact]
    public void Demonstrations_join_sampled_groups()
    {
        Offline(", demonstrations: true");
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 3, group_size: 2, max_tokens: 8, given: 2 }";
        _fixture.Run("run");
        var groups = _fixture.Lines("run", "rollouts.jsonl").Chunk(4).ToList();
        Assert.Equal(12, groups.Count);
        Assert.All(groups, group => Assert.Equal(["given", "given"], group[2..].Select(line => line["finish_reason"]!.GetValue<string>())));
        Assert.All(groups, group => Assert.Equal("1", group[2]["completion"]!.GetValue<string>()));
        Assert.All(Metric("run", "rollouts/given_share"), share => Assert.Equal(0.5, share));
    }

    [Fact]
    public void Dynamic_sampling_trains_on_groups_of_unequal_rewards_alone()
    {
        _fixture.AddPlugin("""
            using Agro; using System.Threading; using System.Threading.Tasks;
            [Component("rare")] public sealed class Rare : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                    new(RewardResult.Of(prompt.Text.Length % 2 == 0 ? 1 : completion.Tokens[0] % 3));
            }
            """);
        _fixture.Recipe["rewards"] = "[ { use: rare } ]";
        _fixture.Recipe["data"] = "{ train: { use: arithmetic, min_terms: 2, max_terms: 3, max_digits: 2 } }";
        _fixture.Recipe.Remove("eval");
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 3, group_size: 4, max_tokens: 8, dynamic_sampling: true }";
        _fixture.Run("run");
        Assert.All(Metric("run", "frac_reward_zero_std"), share => Assert.Equal(0, share));
        Assert.Contains(Metric("run", "dynamic_filtering_pass_rate"), rate => rate < 1);
        Assert.Equal(4 * 3 * 4, _fixture.Lines("run", "rollouts.jsonl").Count);
    }

    [Fact]
    public void Diagnostics_change_nothing_that_is_trained()
    {
        _fixture.Recipe["algorithm"] = "{ use: dapo }";
        _fixture.Run("with");
        _fixture.Recipe["diagnostics"] = "{ reference: false }";
        _fixture.Run("without");
        Assert.Equal(Metric("with", "loss"), Metric("without", "loss"));
        Assert.All(_fixture.Lines("with", "metrics.jsonl"), line => Assert.NotNull(line["regularized_reward/group_variance"]));
        Assert.All(_fixture.Lines("without", "metrics.jsonl"), line => Assert.Null(line["kl"]));
    }

    [Fact]
    public void Further_updates_on_the_same_rollouts_move_the_ratio_away_from_one()
    {
        _fixture.Recipe["algorithm"] = "{ use: grpo }";
        _fixture.Recipe["training"] = "{ steps: 2, learning_rate: 1.0e-2, num_iterations: 4 }";
        _fixture.Run("run");
        Assert.All(Metric("run", "importance_ratio/mean"), ratio => Assert.NotEqual(1, ratio, 1e-6));
        Assert.Equal([0.0, 0], Metric("run", "staleness/mean"));
        Assert.Equal([0L, 4], _fixture.Lines("run", "rollouts.jsonl").Select(line => line["policy_version"]!.GetValue<long>()).Distinct());
    }

    [Theory]
    [InlineData("reinforce", "rollouts", "{ staleness: 3 }", "recipe.yaml:7:13 rollouts.staleness: rollouts are 3 steps late, and 'reinforce' is valid on-policy only")]
    [InlineData("reinforce", "replay", "{ on_policy: 0.5 }", "recipe.yaml:10:1 replay: stored completions come from earlier policies, and 'reinforce' is valid on-policy only")]
    [InlineData("reinforce", "training", "{ steps: 1, learning_rate: 0.1, num_iterations: 2 }", "recipe.yaml:8:43 training.num_iterations: from the second update on")]
    [InlineData("agro, sampling_gradient: true", "rollouts", "{ staleness: 1 }", "'agro' is valid on-policy only")]
    [InlineData("agro", "rollouts", "{ group_size: 1 }", "recipe.yaml:7:13 rollouts.group_size: 'agro' learns from the differences within a prompt's group")]
    [InlineData("sft", "replay", "{}", "replay: 'sft' is trained on the data's demonstrations alone")]
    [InlineData("grpo", "rollouts", "{ source: data }", "prompt 'p0': a completion has no behavior log-probabilities, and 'grpo' needs them")]
    [InlineData("grpo", "rollouts", "{ given: 1 }", "prompt 'p0': a completion has no behavior log-probabilities, and 'grpo' needs them")]
    [InlineData("reinforce", "rollouts", "{ given: 1 }", "the data's own completions come from other policies, and 'reinforce' is valid on-policy only")]
    public void Data_that_an_algorithm_cannot_learn_from_is_refused_with_the_reason(string algorithm, string section, string value, string fault)
    {
        if (value.Contains("source", StringComparison.Ordinal) || value.Contains("given", StringComparison.Ordinal))
        {
            Offline();
            _fixture.Recipe["rollouts"] = value;
        }

        _fixture.Recipe["algorithm"] = $"{{ use: {algorithm} }}";
        _fixture.Recipe[section] = value;
        Assert.Contains(fault, Fault(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "refused")));
    }

    [Fact]
    public void Completions_without_reward_need_a_reward_function()
    {
        Offline(", rewards: false");
        _fixture.Recipe.Remove("rewards");
        Assert.Contains("prompt 'p0': a completion has no reward, and the recipe has no reward function to score it", Fault(), StringComparison.Ordinal);
    }
}

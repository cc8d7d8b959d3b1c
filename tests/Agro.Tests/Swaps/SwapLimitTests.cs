using Agro.Engine;
using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

public sealed class SwapLimitTests : IDisposable
{
    private const string Load = "load: [ plugins/Mine/Mine.dll ]";
    private readonly SwapRun run = new();

    public void Dispose() => run.Dispose();

    private static string Reward(string value, string more = "") => PluginCompiler.Returning("mine", value, "Mine")
        .Replace("public ValueTask", $"{more}\npublic ValueTask", StringComparison.Ordinal);

    private IReadOnlyList<double> Rewards => [.. run.Fixture.Lines("run", "metrics.jsonl").Select(line => line["reward"]!.GetValue<double>()).Distinct()];

    [Theory]
    [InlineData("max_reward_shift: 0.5", "the mean reward changes by 2, allowed is 0.5 (plugins.swap.max_reward_shift)")]
    [InlineData("max_reward_change: 1.5", "the reward of a completion changes by 2, allowed is 1.5 (plugins.swap.max_reward_change)")]
    public void What_exceeds_a_limit_is_refused(string limit, string reason)
    {
        run.UseReward(Reward("1"), $"{{ {Load}, swap: {{ {limit} }} }}");
        run.After(2, () => run.Compile(Reward("3"))).Until(SwapOutcome.Refused).Go();
        Assert.Contains(reason, run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.Equal([1], Rewards);
    }

    [Fact]
    public void What_exceeds_a_limit_is_accepted_where_the_recipe_says_so()
    {
        run.UseReward(Reward("1"), $"{{ {Load}, swap: {{ max_reward_shift: 0.5, on_violation: accept }} }}");
        run.After(2, () => run.Compile(Reward("3"))).Until(SwapOutcome.Swapped).Go();
        Assert.Contains("beyond the recipe's limits, and accepted: the mean reward changes by 2", run.Last(SwapOutcome.Swapped), StringComparison.Ordinal);
        Assert.Equal([1, 3], Rewards);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_exceeds_a_limit_waits_for_an_answer(bool accept)
    {
        run.UseReward(Reward("1"), $"{{ {Load}, swap: {{ max_reward_shift: 0.5, on_violation: ask }} }}");
        run.After(2, () => run.Compile(Reward("3"))).Until(SwapOutcome.Held)
            .After(5, () => new SwapAnswer(accept, "Mine.dll").Write(Path.Combine(run.Fixture.Folder, "run")))
            .Until(accept ? SwapOutcome.Swapped : SwapOutcome.Refused).Go();
        Assert.Contains("agro-host swap accept", run.Last(SwapOutcome.Held), StringComparison.Ordinal);
        Assert.Equal(accept ? [1, 3] : [1], Rewards);
    }

    [Fact]
    public void Rewards_out_of_their_limits_on_probation_bring_the_last_good_version_back()
    {
        run.UseReward(Reward("1"), $"{{ {Load}, swap: {{ min_reward: 0, max_reward: 5 }} }}");
        run.After(2, () => run.Compile(Reward("++calls > 6 ? 7 : 2", "private int calls;"))).Until(SwapOutcome.TakenBack).Go();
        Assert.Contains("a reward is 7, outside the limits plugins.swap.min_reward and max_reward", run.Last(SwapOutcome.TakenBack), StringComparison.Ordinal);
        Assert.Equal([1, 2], Rewards);
    }

    [Fact]
    public void A_kl_out_of_its_limit_on_probation_brings_the_last_good_version_back()
    {
        run.UseReward(Reward("completion.Text.Length"), $"{{ {Load}, swap: {{ max_kl: 1.0e-12 }} }}");
        run.After(5, () => run.Compile(Reward("completion.Text.Length + 1"))).Until(SwapOutcome.TakenBack).Go();
        Assert.Contains("allowed is 1E-12 (plugins.swap.max_kl)", run.Last(SwapOutcome.TakenBack), StringComparison.Ordinal);
        Assert.False(run.Event("swap-back")["redone_step"]!.GetValue<bool>());
    }

    [Fact]
    public void What_failed_in_use_is_not_used_again_until_it_changes()
    {
        run.UseReward(Reward("1"));
        run.After(2, () => run.Compile(Reward("++calls > 6 ? double.NaN : 2", "private int calls;"))).Until(SwapOutcome.TakenBack)
            .After(300, () => { })
            .After(0, () => run.Compile(Reward("4"))).Until(SwapOutcome.Swapped, 2).UntilEvent("swap-confirmed").Go();
        Assert.Single(run.Reports(SwapOutcome.TakenBack));
        Assert.Equal([1, 2, 4], Rewards);
    }

    [Fact]
    public void A_pinned_plugin_that_changes_is_refused()
    {
        run.UseReward(Reward("1"));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(run.Fixture.Folder, "plugins/Mine/Mine.dll"))));
        run.Fixture.Recipe["plugins"] = $"[ {{ path: plugins/Mine/Mine.dll, sha256: {hash} }} ]";
        run.After(2, () => run.Compile(Reward("3"))).Until(SwapOutcome.Refused).Go();
        Assert.Contains("its files have changed, but the recipe pins it", run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.Equal([1], Rewards);
    }

    [Fact]
    public void Nothing_is_exchanged_where_the_recipe_forbids_it()
    {
        run.UseReward(Reward("1"), $"{{ {Load}, swap: {{ enabled: false }} }}");
        run.After(2, () => run.Compile(Reward("3"))).Go(300);
        Assert.Empty(run.Observer.Swaps);
        Assert.Equal([1], Rewards);
    }

    [Theory]
    [InlineData("option", "mine", "rewards.0.scale: no such option")]
    [InlineData("name", "other", "its new version has no component 'mine' for rewards/mine: it has other")]
    [InlineData("constructor", "mine", "mine: constructor: InvalidOperationException: no at Mine.cs:")]
    public void What_cannot_take_the_place_of_the_version_in_use_is_refused(string change, string name, string reason)
    {
        const string Options = "public sealed record Options { public double Scale { get; init; } }";
        run.UseReward(Reward("1", "public Mine(Options options) { }") + Options);
        run.Fixture.Recipe["rewards"] = "[ { use: mine, scale: 2 } ]";
        var next = change switch
        {
            "option" => Reward("2", "public Mine(Options options) { }") + Options.Replace("Scale", "Factor", StringComparison.Ordinal),
            "name" => PluginCompiler.Constant(name, 2, "Mine"),
            _ => Reward("2", "public Mine(Options options) => throw new InvalidOperationException(\"no\");") + Options,
        };
        run.After(2, () => run.Compile(next)).Until(SwapOutcome.Refused).Go();
        Assert.Contains(reason, run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.Equal([1], Rewards);
    }

    [Fact]
    public void A_version_for_another_contract_is_refused()
    {
        run.UseReward(Reward("1"));
        run.After(2, () => PluginCompiler.CompileForContract(Path.Combine(run.Fixture.Folder, "plugins/Mine/Mine.dll"), "99.0.0.0", """
            [Agro.Component("mine")] public sealed class Mine : Agro.IRewardFunction { }
            """)).Until(SwapOutcome.Refused).Go();
        Assert.Contains("was built for version 99.0 of Agro.Abstractions", run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
    }
}

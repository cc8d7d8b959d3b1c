using Agro.Engine.Plugins;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;

namespace Agro.Tests.Rewards;

public sealed class LateCallTests : IDisposable
{
    private readonly ManualResetEventSlim _released = new();

    public void Dispose() => _released.Set();

    private sealed class Each(Func<string, CancellationToken, Task<double>> score) : IRewardFunction
    {
        public int Calls;

        public async ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Calls);
            return await score(completion.Text, cancellationToken);
        }
    }

    private static RewardFunction Function(Each each, int concurrency = 4) =>
        new("slow", each, null, exception => exception is LateCallException ? exception.Message : PluginFault.Describe(exception))
        {
            TimeLimit = TimeSpan.FromMilliseconds(50),
            Concurrency = concurrency,
        };

    private static Task<ScoredRollouts> Score(RewardFunction function, params string[] texts) => new RewardScorer().ScoreAsync(
        [function], new Dictionary<string, double> { ["slow"] = 1 },
        [
            new UnscoredGroup(
                new Prompt { Id = "p", Text = "?" }, [1],
                [.. texts.Select(text => new Completion { Text = text, Tokens = [1], FinishReason = FinishReason.Stop, PolicyVersion = 0 })]),
        ],
        TestContext.Current.CancellationToken);

    private Each Stubborn() => new((text, _) =>
    {
        if (text == "stuck") _released.Wait(CancellationToken.None);
        return Task.FromResult(1.0);
    });

    [Fact]
    public async Task A_call_that_heeds_its_token_is_late_and_nothing_is_left_behind()
    {
        var each = new Each(async (text, token) =>
        {
            if (text == "slow") await Task.Delay(Timeout.Infinite, token);
            return 1;
        });
        var scored = await Score(Function(each), "quick", "slow", "quick");
        Assert.Equal(1, scored.Failed);
        Assert.Equal(["reward 'slow': took longer than 0.05 s"], scored.Faults);
        Assert.Equal(new Dictionary<string, double> { ["rewards/slow/failed"] = 1, ["rewards/slow/timed_out"] = 1 }, scored.Counts);
    }

    [Fact]
    public async Task A_call_that_ignores_its_token_is_left_behind_and_told_until_it_ends()
    {
        var each = Stubborn();
        var scored = await Score(Function(each), "quick", "stuck", "quick");
        Assert.Equal(2, Assert.Single(scored.Groups).Rollouts.Length);
        Assert.Contains("ignores its cancellation token", Assert.Single(scored.Faults), StringComparison.Ordinal);
        Assert.Contains("isolation: process", scored.Faults[0], StringComparison.Ordinal);
        Assert.Equal(1, scored.Counts["rewards/slow/left_behind"]);
        Assert.Equal(1, LateCalls.LeftBehind(each));

        _released.Set();
        while (LateCalls.LeftBehind(each) > 0) await Task.Yield();
        Assert.DoesNotContain("rewards/slow/left_behind", (await Score(Function(each), "quick")).Counts.Keys);
    }

    [Fact]
    public async Task A_function_with_too_many_calls_left_behind_is_no_longer_called()
    {
        var each = Stubborn();
        await Score(Function(each, concurrency: LateCalls.Most), [.. Enumerable.Repeat("stuck", LateCalls.Most)]);
        var calls = each.Calls;
        var scored = await Score(Function(each), "quick", "quick");
        Assert.Equal(2, scored.Failed);
        Assert.Equal(calls, each.Calls);
        Assert.StartsWith("reward 'slow': is no longer called: 16 calls of it took longer than its time_limit", Assert.Single(scored.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_of_one_makes_the_calls_come_in_order()
    {
        List<string> order = [];
        var each = new Each(async (text, _) =>
        {
            await Task.Yield();
            order.Add(text);
            return 1;
        });
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];
        await Score(Function(each, concurrency: 1) with { TimeLimit = TimeSpan.FromMinutes(1) }, texts);
        Assert.Equal(texts, order);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_bound_says()
    {
        var (now, most) = (0, 0);
        var each = new Each(async (_, _) =>
        {
            var under = Interlocked.Increment(ref now);
            lock (_released) most = Math.Max(most, under);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return 1;
        });
        await Score(Function(each, concurrency: 3) with { TimeLimit = TimeSpan.FromMinutes(1) }, [.. Enumerable.Repeat("x", 300)]);
        Assert.InRange(most, 1, 3);
        Assert.Equal(300, each.Calls);
    }
}

using Agro.Engine.Runs;

namespace Agro.Tests.Runs;

public class RewardWatchTests
{
    private static readonly RolloutGroup Equal = Group(0.5, 0.5, 0.5), Different = Group(0, 1, 0);

    [Fact]
    public void Five_steps_without_a_difference_within_any_group_are_told_once()
    {
        var watch = new RewardWatch();
        var told = Enumerable.Range(1, 12).Where(_ => watch.Look([Equal, Group(1, 1)]) is not null);
        Assert.Equal([5], told);
    }

    [Fact]
    public void A_difference_begins_the_count_anew()
    {
        var watch = new RewardWatch();
        var told = Enumerable.Range(1, 12).Where(step => watch.Look(step == 5 ? [Equal, Different] : [Equal]) is not null);
        Assert.Equal([10], told);
    }

    [Fact]
    public void Groups_of_one_have_nothing_to_differ_from()
    {
        var watch = new RewardWatch();
        for (var step = 0; step < 20; step++) Assert.Null(watch.Look([Group(0), Group(0)]));
    }

    private static RolloutGroup Group(params double[] rewards) => new(new Prompt { Id = "1", Text = "a" }, [1], [.. rewards.Select(reward => new Rollout
    {
        Completion = new Completion { Text = "b", Tokens = [2], FinishReason = FinishReason.Stop, PolicyVersion = 0 },
        Reward = reward,
    })]);
}

using Agro.Engine.Rewards.Isolation;
using Agro.Tests.Swaps;

namespace Agro.Tests.Rewards.Isolation;

public class RestartBackOffTests
{
    private readonly ManualTime clock = new();
    private readonly RestartBackOff backOff;

    public RestartBackOffTests() => backOff = new(clock);

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++) backOff.Failed();
    }

    [Fact]
    public void The_first_restart_does_not_wait_and_later_ones_wait_twice_as_long_each()
    {
        Fail(1);
        Assert.Equal(TimeSpan.Zero, backOff.Wait());
        Fail(1);
        Assert.Equal(TimeSpan.FromMilliseconds(100), backOff.Wait());
        Fail(1);
        Assert.Equal(TimeSpan.FromMilliseconds(200), backOff.Wait());
        clock.Advance(150);
        Assert.Equal(TimeSpan.FromMilliseconds(50), backOff.Wait());
        clock.Advance(50);
        Assert.Equal(TimeSpan.Zero, backOff.Wait());
    }

    [Fact]
    public void After_many_in_a_row_calls_fail_at_once_until_the_wait_is_over()
    {
        Fail(RestartBackOff.Many);
        Assert.Throws<RewardProcessException>(() => backOff.Wait());
        clock.Advance(6_400);
        Assert.Equal(TimeSpan.Zero, backOff.Wait());
        Fail(20);
        clock.Advance(9_999);
        Assert.Throws<RewardProcessException>(() => backOff.Wait());
        clock.Advance(1);
        Assert.Equal(TimeSpan.Zero, backOff.Wait());
    }

    [Fact]
    public void An_answer_ends_the_row()
    {
        Fail(12);
        backOff.Succeeded();
        Fail(1);
        Assert.Equal(TimeSpan.Zero, backOff.Wait());
    }
}

using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Isolation;

namespace Agro.Tests.Rewards.Isolation;

public sealed class IsolatedStateTests : IDisposable
{
    private readonly IsolatedFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private const string One = "use: counting, isolation: { kind: process, processes: 1 }";

    [Fact]
    public void A_reward_that_remembers_needs_a_single_process()
    {
        var fault = Assert.Throws<RecipeException>(() => fixture.Make("use: counting, isolation: process"));
        Assert.Contains("rewards.0: counting remembers something between calls (IStateful), and each of 2 processes would remember its own", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_remembers_crosses_to_another_one()
    {
        var (function, _) = fixture.Make(One);
        await IsolatedFixture.Score(function, "a", "b", "c");
        var state = ((IStateful)function.Component).SaveState();
        Assert.Equal("""{"calls":3}""", state.Data.ToJsonString());

        var (other, _) = fixture.Make(One);
        ((IStateful)other.Component).LoadState(state);
        Assert.Equal([4.0], IsolatedFixture.Values(await IsolatedFixture.Score(other, "d")));
    }

    [Fact]
    public async Task After_its_process_died_it_goes_on_from_what_it_said_last()
    {
        var (function, _) = fixture.Make(One);
        await IsolatedFixture.Score(function, "a", "b");
        ((IStateful)function.Component).SaveState();
        var scored = await IsolatedFixture.Score(function, "c", "exit", "d");
        Assert.Equal([3.0, 3.0], IsolatedFixture.Values(scored));
    }

    [Fact]
    public void Only_rewards_that_remember_are_asked_for_state() =>
        Assert.IsNotType<IStateful>(fixture.Make("use: abuse, isolation: process").Function.Component, exactMatch: false);

    [Fact]
    public void A_state_crosses_between_processes_without_loss()
    {
        var state = StateJson.Read(StateJson.Write(new(7, new() { ["x"] = 0.1, ["y"] = new System.Text.Json.Nodes.JsonArray(1, "two") })));
        Assert.Equal((7, """{"x":0.1,"y":[1,"two"]}"""), (state.Version, state.Data.ToJsonString()));
    }
}

using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Replay;

namespace Agro.Tests.Replay;

public class ReplayStoreTests
{
    private static Prompt Prompt(string id) => new() { Id = id, Text = $"text of {id}" };

    private static Rollout Rollout(double reward, long version = 0, params int[] tokens) => new()
    {
        Completion = new()
        {
            Text = $"{reward}",
            Tokens = tokens.Length == 0 ? [1, 2] : [.. tokens],
            LogProbs = [-0.1f, -1e-7f],
            FinishReason = FinishReason.Stop,
            PolicyVersion = version,
        },
        Reward = reward,
        RewardParts = ImmutableDictionary<string, double>.Empty.Add("part", reward / 3),
        RewardVersion = "v1",
        ReferenceLogProbs = [-0.3f, -2.5f],
        Extracted = "7",
    };

    private static ReplayStore Store(ReplayOrder order = ReplayOrder.Newest, int capacity = 100, long? staleness = null) =>
        new(new() { Order = order, Capacity = capacity, MaxStaleness = staleness });

    private static IEnumerable<double> Rewards(ReplayStore store, string id, int count, long seed = 0) =>
        store.Choose(Prompt(id), [5], count, seed).Select(rollout => rollout.Reward);

    [Theory]
    [InlineData(ReplayOrder.Newest, new[] { 0.9, 0.1, 0.5 })]
    [InlineData(ReplayOrder.Oldest, new[] { 0.4, 1.0, 0.5 })]
    [InlineData(ReplayOrder.Reward, new[] { 1.0, 0.9, 0.5 })]
    [InlineData(ReplayOrder.Advantage, new[] { 0.1, 1.0, 0.9 })]
    public void Completions_are_taken_in_the_order_that_was_asked_for(ReplayOrder order, double[] expected)
    {
        var store = Store(order);
        store.Add(Prompt("a"), [5], new[] { 0.4, 1.0, 0.5, 0.1, 0.9 }.Select(reward => Rollout(reward)));
        Assert.Equal(expected, Rewards(store, "a", 3));
    }

    [Fact]
    public void A_random_choice_follows_the_seed_and_reaches_everything()
    {
        var store = Store(ReplayOrder.Random);
        store.Add(Prompt("a"), [5], Enumerable.Range(0, 6).Select(i => Rollout(i)));
        Assert.Equal(Rewards(store, "a", 3, seed: 4), Rewards(store, "a", 3, seed: 4));
        var chosen = Enumerable.Range(0, 40).SelectMany(seed => Rewards(store, "a", 2, seed)).Distinct();
        Assert.Equal(6, chosen.Count());
    }

    [Theory]
    [InlineData(ReplayOrder.Newest, "b")]
    [InlineData(ReplayOrder.Oldest, "a")]
    [InlineData(ReplayOrder.Reward, "b")]
    [InlineData(ReplayOrder.Advantage, "c")]
    public void Prompts_are_chosen_in_the_same_order(ReplayOrder order, string first)
    {
        var store = Store(order);
        store.Add(Prompt("a"), [5], [Rollout(0.5), Rollout(0.6)]);
        store.Add(Prompt("c"), [5], [Rollout(0), Rollout(1)]);
        store.Add(Prompt("b"), [5], [Rollout(0.9), Rollout(0.9)]);
        Assert.Equal(first, store.ChoosePrompts(1, new HashSet<string>(), 0)[0].Prompt.Id);
        Assert.DoesNotContain(first, store.ChoosePrompts(3, new HashSet<string> { first }, 0).Select(prompt => prompt.Prompt.Id));
    }

    [Fact]
    public void It_is_bounded_and_the_oldest_go_first()
    {
        var store = Store(capacity: 3);
        store.Add(Prompt("a"), [5], [Rollout(1), Rollout(2)]);
        store.Add(Prompt("b"), [5], [Rollout(3), Rollout(4)]);
        Assert.Equal(3, store.Count);
        Assert.Equal([2.0], Rewards(store, "a", 9));
        store.Add(Prompt("b"), [5], [Rollout(5)]);
        Assert.Empty(Rewards(store, "a", 9));
        Assert.Equal(["b"], store.Prompts.Select(prompt => prompt.Prompt.Id));
    }

    [Fact]
    public void What_is_too_stale_is_dropped()
    {
        var store = Store(staleness: 4);
        store.Add(Prompt("a"), [5], [Rollout(1, version: 1), Rollout(2, version: 3)]);
        store.DropStale(5);
        Assert.Equal(2, store.Count);
        store.DropStale(6);
        Assert.Equal([2.0], Rewards(store, "a", 9));
    }

    [Fact]
    public void Completions_of_a_prompt_that_reads_differently_now_are_not_taken()
    {
        var store = Store();
        store.Add(Prompt("a"), [5], [Rollout(1)]);
        Assert.Empty(store.Choose(Prompt("a"), [6], 1, 0));
        store.Add(Prompt("a"), [6], [Rollout(2)]);
        Assert.Empty(Rewards(store, "a", 1));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void A_store_comes_back_from_disk_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Of("replay.jsonl");
        var store = Store(capacity: 4);
        store.Add(Prompt("a") with { Answer = "3", Messages = [new(Role.User, "hi")], Completions = [new() { Text = "t", Reward = 0.25 }] }, [5], [Rollout(0.1), Rollout(1 / 3.0)]);
        store.Add(Prompt("b"), [7, 8], [Rollout(3, 12, 9, 10)]);
        store.Add(Prompt("a"), [5], [Rollout(4), Rollout(5)]);
        ReplayFile.Write(path, store);
        var read = ReplayFile.Read(path, new() { Order = ReplayOrder.Newest, Capacity = 4 });

        Assert.Equal((store.Count, store.Stored), (read.Count, read.Stored));
        Assert.Equal(Lines(store), Lines(read));
        var rollout = read.Choose(Prompt("b"), [7, 8], 1, 0)[0];
        Assert.Equal([-0.1f, -1e-7f], rollout.Completion.LogProbs);
        Assert.Equal([-0.3f, -2.5f], rollout.ReferenceLogProbs);
        Assert.Equal((12L, "v1", "7", 1.0), (rollout.Completion.PolicyVersion, rollout.RewardVersion, rollout.Extracted, rollout.RewardParts["part"]));
        // The next to be dropped is the same.
        store.Add(Prompt("c"), [1], [Rollout(6)]);
        read.Add(Prompt("c"), [1], [Rollout(6)]);
        Assert.Equal(Lines(store), Lines(read));

        List<string> Lines(ReplayStore of)
        {
            var file = folder.Of("lines.jsonl");
            ReplayFile.Write(file, of);
            return [.. File.ReadLines(file).Order()];
        }
    }

    [Fact]
    public void A_damaged_file_is_named_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("replay.jsonl", "{\"of\":0,\"number\":1}\n");
        Assert.StartsWith($"{path}:1: ", Assert.Throws<InputException>(() => ReplayFile.Read(path, new())).Message, StringComparison.Ordinal);
    }
}

using Agro.Plugins.DataSources.Drawing;
using Agro.Plugins.DataSources.Mixtures;

namespace Agro.Tests.DataSources;

public sealed class MixtureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 1, 4)]
    [InlineData(0.7, 0.3, 10)]
    [InlineData(1, 1, 2)]
    [InlineData(0.125, 0.875, 8)]
    public void Every_block_has_the_share_of_each_source(double first, double second, int block)
    {
        using var source = new MixtureSource(new() { Sources = [Part("a", 5, first), Part("b", 7, second)] });
        Assert.Null(source.Count);
        var names = source.Take(block * 20).Select(prompt => prompt.Fields["source"]).ToList();
        var share = first / (first + second) * block;
        Assert.All(names.Chunk(block), part => Assert.Equal(share, part.Count(name => name == "a"), 9));
    }

    [Fact]
    public void Odd_weights_are_kept_to_a_thousandth()
    {
        var turns = new WeightedTurns([Math.PI, 1, Math.E], 0);
        var counts = Enumerable.Range(0, 100_000).GroupBy(i => turns.At(i).Participant).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(Math.PI / (Math.PI + 1 + Math.E), counts[0] / 1e5, 0.001);
        Assert.Equal(1 / (Math.PI + 1 + Math.E), counts[1] / 1e5, 0.001);
        Assert.True(new WeightedTurns([1e9, 1e-9], 0).At(0) is { Participant: 0 or 1 });
    }

    [Fact]
    public void Every_turn_is_taken_once_and_every_epoch_has_every_prompt_once()
    {
        var turns = new WeightedTurns([2, 1], 4);
        var taken = Enumerable.Range(0, 3000).Select(i => turns.At(i)).ToList();
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (0, (long)i)), taken.Where(turn => turn.Participant == 0).Order());
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (1, (long)i)), taken.Where(turn => turn.Participant == 1).Order());

        using var source = new MixtureSource(new() { Sources = [Part("a", 6, 2), Part("b", 100, 1)] });
        var firsts = source.Take(90).Where(prompt => prompt.Fields["source"] == "a").Select(prompt => prompt.Id).ToList();
        foreach (var epoch in firsts.Chunk(6)) Assert.Equal(Enumerable.Range(1, 6).Select(i => $"a/{i}"), epoch.Order());
        Assert.NotEqual(firsts[..6], firsts[6..12]);
    }

    [Fact]
    public void A_prompt_is_a_function_of_the_index()
    {
        MixtureOptions options = new() { Sources = [Part("a", 6, 2), new() { Countdown = new() { Seed = 3 } }], Seed = 8 };
        using var one = new MixtureSource(options);
        using var other = new MixtureSource(options);
        var forwards = one.Take(60);
        for (var i = 59; i >= 0; i--) Assert.Equal((forwards[i].Id, forwards[i].Text), (other.At(i).Id, other.At(i).Text));
        using var reseeded = new MixtureSource(options with { Seed = 9 });
        Assert.NotEqual(forwards.Select(prompt => prompt.Id), reseeded.Take(60).Select(prompt => prompt.Id));
        // A source without an end keeps its own order, and none of its prompts is skipped.
        var numbers = forwards.Where(prompt => prompt.Fields["source"] == "countdown").Select(prompt => int.Parse(prompt.Id["countdown/train-".Length..], null)).ToList();
        Assert.Equal(Enumerable.Range(0, 20), numbers);
    }

    [Fact]
    public void Sources_that_keep_their_order_do_and_a_count_ends_the_mixture()
    {
        using var source = new MixtureSource(new() { Sources = [Part("a", 4, 1) with { Shuffle = false }], Count = 6 });
        Assert.Equal(6, source.Count);
        Assert.Equal(["a/1", "a/2", "a/3", "a/4", "a/1", "a/2"], source.Take(6).Select(prompt => prompt.Id));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.At(6));
    }

    [Fact]
    public void Once_takes_every_prompt_of_every_source_in_turn()
    {
        using var source = new MixtureSource(new() { Sources = [Part("a", 2, 9), Part("b", 3, 1), new() { WordProblems = new() { Count = 2, Split = Split.Eval } }], Order = MixtureOrder.Once });
        Assert.Equal(7, source.Count);
        Assert.Equal(["a/1", "a/2", "b/1", "b/2", "b/3", "word_problems/eval-0", "word_problems/eval-1"], source.Take(7).Select(prompt => prompt.Id));
    }

    [Fact]
    public void A_curriculum_goes_on_within_a_mixture()
    {
        var part = Part("a", 50, 1);
        using var source = new MixtureSource(new() { Sources = [part with { Jsonl = part.Jsonl! with { Curriculum = new() { Field = "n", Prompts = 500, Start = 0.1 } } }, Part("b", 5, 1)] });
        var numbers = source.Take(100).Where(prompt => prompt.Fields["source"] == "a").Select(prompt => int.Parse(prompt.Fields["n"], null)).ToList();
        Assert.All(numbers, number => Assert.InRange(number, 0, 50 * 0.34));
    }

    [Fact]
    public void What_cannot_be_mixed_is_refused()
    {
        Assert.Contains("number 2 must hold exactly one of: jsonl, parquet, csv", Refusal(new() { Sources = [Part("a", 2, 1), new()] }), StringComparison.Ordinal);
        Assert.Contains("two sources are called 'a'", Refusal(new() { Sources = [Part("a", 2, 1), Part("a", 2, 1)] }), StringComparison.Ordinal);
        Assert.Contains("'arithmetic' has no end", Refusal(new() { Sources = [new() { Arithmetic = new() }], Order = MixtureOrder.Once }), StringComparison.Ordinal);
        Assert.Contains("no field 'q'", Refusal(new() { Sources = [new() { Jsonl = new() { Path = Part("a", 1, 1).Jsonl!.Path, PromptField = "q" } }] }), StringComparison.Ordinal);
    }

    private static string Refusal(MixtureOptions options) => Assert.Throws<InputException>(() => new MixtureSource(options)).Message;

    private MixturePart Part(string name, int rows, double weight)
    {
        var text = string.Join('\n', Enumerable.Range(0, rows).Select(i => $$"""{"prompt": "{{name}}{{i}}", "n": {{i}}}"""));
        return new() { Name = name, Weight = weight, Jsonl = new() { Path = _folder.Write($"{name}.jsonl", text) } };
    }
}

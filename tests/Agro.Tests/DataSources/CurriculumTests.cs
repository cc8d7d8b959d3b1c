using Agro.Plugins.DataSources.Drawing;
using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Tests.DataSources;

public sealed class CurriculumTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Easy_prompts_come_first_and_later_all_of_them()
    {
        using var source = Source(Enumerable.Range(0, 100).Reverse().Select(i => $$"""{"prompt": "p{{i}}", "level": "Level {{i}}"}"""), new() { Field = "level", Prompts = 1000, Start = 0.2 });
        Assert.Null(source.Count);
        var levels = Enumerable.Range(0, 1400).Select(i => int.Parse(source.At(i).Text[1..], null)).ToList();
        Assert.All(levels.Take(10), level => Assert.InRange(level, 0, 21));
        for (var t = 0; t < 1000; t++) Assert.InRange(levels[t], 0, Math.Ceiling(100 * Math.Sqrt(0.04 + (0.96 * t / 1000))) - 1);
        Assert.InRange(levels.Skip(900).Take(100).Max(), 80, 99);
        // Then epochs, each with every prompt once.
        foreach (var epoch in levels.Skip(1000).Chunk(100)) Assert.Equal(Enumerable.Range(0, 100), epoch.Order());
        Assert.NotEqual(levels[1000..1100], levels[1100..1200]);
    }

    [Fact]
    public void The_prompt_at_a_position_does_not_depend_on_what_was_asked_before()
    {
        string[] rows = [.. Enumerable.Range(1, 50).Select(i => $$"""{"prompt": "{{new string('x', i)}}"}""")];
        using var one = Source(rows, new() { Prompts = 200 });
        using var other = Source(rows, new() { Prompts = 200 });
        var forwards = Enumerable.Range(0, 300).Select(i => one.At(i).Id).ToList();
        var backwards = Enumerable.Range(0, 300).Reverse().Select(i => other.At(i).Id).Reverse().ToList();
        Assert.Equal(forwards, backwards);
        using var seeded = Source(rows, new() { Prompts = 200, Seed = 1 });
        Assert.NotEqual(forwards, Enumerable.Range(0, 300).Select(i => seeded.At(i).Id));
    }

    [Theory]
    [InlineData(false, "easy")]
    [InlineData(true, "hard")]
    public void Levels_order_texts_and_descending_turns_them_round(bool descending, string first)
    {
        string[] rows = ["""{"prompt": "a", "d": "hard"}""", """{"prompt": "b", "d": "easy"}""", """{"prompt": "c", "d": "medium"}"""];
        using var source = Source(rows, new() { Field = "d", Levels = ["easy", "medium", "hard"], Prompts = 1000, Start = 0.01, Descending = descending });
        Assert.Equal(first, source.At(0).Fields["d"]);
    }

    [Theory]
    [InlineData("level", "no field 'level' (curriculum.field). There are: d, prompt")]
    [InlineData("d", "'d' is 'hard', which has no number")]
    public void A_difficulty_that_is_not_told_is_a_fault(string field, string expected)
    {
        var fault = Assert.Throws<InputException>(() => Source(["""{"prompt": "a", "d": "hard"}"""], new() { Field = field, Prompts = 10 }));
        Assert.Contains("data.jsonl:1: " + expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_that_is_not_listed_is_a_fault() => Assert.Contains(
        "'d' is 'hard'; curriculum.levels has: easy",
        Assert.Throws<InputException>(() => Source(["""{"prompt": "a", "d": "hard"}"""], new() { Field = "d", Levels = ["easy"], Prompts = 10 })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public void An_epoch_has_everything_once(long count)
    {
        var order = new IndexOrder(count, 3);
        var epochs = Enumerable.Range(0, 3).Select(epoch => Enumerable.Range(0, (int)count).Select(i => order.At((epoch * count) + i)).ToList()).ToList();
        foreach (var epoch in epochs) Assert.Equal(Enumerable.Range(0, (int)count).Select(i => (long)i), epoch.Order());
        if (count == 1000) Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(count - 1, new IndexOrder(count, null).At((7 * count) - 1));
    }

    private JsonlSource Source(IEnumerable<string> rows, CurriculumOptions curriculum) =>
        new(new() { Path = _folder.Write("data.jsonl", string.Join('\n', rows)), Curriculum = curriculum });
}

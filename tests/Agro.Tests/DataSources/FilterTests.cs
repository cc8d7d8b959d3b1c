using System.Collections.Immutable;
using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Tests.DataSources;

public sealed class FilterTests : IDisposable
{
    private const string Rows = """
        {"prompt": "One  apple", "answer": "1", "kind": "a"}
        {"prompt": "one apple", "answer": "1", "kind": "b"}
        {"prompt": "A much longer prompt", "answer": "1", "kind": "a"}
        {"prompt": "Hi", "answer": "a long answer", "kind": "a", "demonstration": "quite long as well"}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prompts_are_left_out_by_length_field_and_repetition()
    {
        Assert.Equal(["1", "3", "4"], Ids(new() { Unique = true }));
        Assert.Equal(["1", "2", "4"], Ids(new() { MaxPrompt = 12 }));
        Assert.Equal(["1", "2", "3"], Ids(new() { MinPrompt = 3 }));
        Assert.Equal(["1", "2", "3"], Ids(new() { MaxAnswer = 5 }));
        Assert.Equal(["1", "2", "3"], Ids(new() { MaxDemonstration = 10 }));
        Assert.Equal(["1", "3", "4"], Ids(new() { Where = ImmutableDictionary<string, string>.Empty.Add("kind", "a") }));
        Assert.Equal(["1"], Ids(new() { Unique = true, MaxPrompt = 12, MaxAnswer = 5 }));
        Assert.Equal(["1", "2", "3", "4"], Ids(new()));
    }

    [Fact]
    public void A_filter_that_leaves_nothing_is_refused() => Assert.EndsWith(
        "data.jsonl: filter leaves none of 4 prompts", Assert.Throws<InputException>(() => Ids(new() { MinPrompt = 100 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Completions_of_one_prompt_stay_together()
    {
        var path = _folder.Write("c.jsonl", """
            {"prompt": "a", "completion": "x", "reward": 1}
            {"prompt": "bbb", "completion": "y", "reward": 1}
            {"prompt": "a", "completion": "z", "reward": 0}
            """);
        using var source = new JsonlSource(new() { Path = path, Filter = new() { MaxPrompt = 2, Unique = true } });
        Assert.Equal(1, source.Count);
        Assert.Equal(["x", "z"], source.At(0).Completions.Select(completion => completion.Text));
    }

    private List<string> Ids(FilterOptions filter)
    {
        using var source = new JsonlSource(new() { Path = _folder.Write("data.jsonl", Rows), Filter = filter });
        return [.. Enumerable.Range(0, (int)source.Count!).Select(i => source.At(i).Id)];
    }
}

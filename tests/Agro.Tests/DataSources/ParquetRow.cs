#pragma warning disable IDE1006, CA1819 // The properties' names are the columns'.
namespace Agro.Tests.DataSources;

/// <summary>A row with one completion, with every number exactly as sampled.</summary>
internal sealed class ParquetRow
{
    public string prompt { get; set; } = "";

    public string? answer { get; set; }

    public string? completion { get; set; }

    public double? reward { get; set; }

    public List<int>? tokens { get; set; }

    public List<float>? logprobs { get; set; }

    public bool truncated { get; set; }

    public static ParquetRow Make(int i)
    {
        var random = new Random(i);
        var length = i % 5;
        return new()
        {
            prompt = $"question {i}",
            answer = i % 3 == 0 ? null : $"{i}",
            completion = i % 7 == 6 ? "" : $"é\U0001F600 \"{i}\"\n",
            reward = i % 4 == 3 ? null : random.NextDouble() - 0.5,
            tokens = length == 4 ? null : [.. Enumerable.Range(0, length).Select(_ => random.Next())],
            logprobs = length == 4 ? null : [.. Enumerable.Range(0, length).Select(_ => -random.NextSingle())],
            truncated = i % 2 == 1,
        };
    }

    public void AssertIs(Prompt read)
    {
        Assert.Equal((prompt, answer), (read.Text, read.Answer));
        var given = Assert.Single(read.Completions);
        Assert.Equal((completion, reward, truncated), (given.Text, given.Reward, given.Truncated));
        Assert.Equal(tokens ?? [], given.Tokens);
        Assert.Equal((logprobs ?? []).Select(BitConverter.SingleToInt32Bits), given.LogProbs.Select(BitConverter.SingleToInt32Bits));
    }
}

internal sealed class NestedRow
{
    public string? prompt { get; set; }

    public List<NestedCompletion>? completions { get; set; }
}

internal sealed class NestedCompletion
{
    public string? text { get; set; }

    public List<long>? tokens { get; set; }

    public List<double>? logprobs { get; set; }

    public float? reward { get; set; }

    public static NestedCompletion Make(int i, int j) => new()
    {
        text = $"{i}-{j}",
        tokens = j == 1 ? null : [.. Enumerable.Range(0, j).Select(k => (long)(i + k))],
        logprobs = j == 1 ? null : [.. Enumerable.Range(0, j).Select(k => -0.1 * k)],
        reward = j == 2 ? null : 0.1f * i,
    };

    public void AssertIs(GivenCompletion given)
    {
        Assert.Equal(text, given.Text);
        Assert.Equal((tokens ?? []).Select(token => (int)token), given.Tokens);
        Assert.Equal((logprobs ?? []).Select(value => (float)value), given.LogProbs);
        Assert.Equal(reward, (float?)given.Reward);
    }
}

internal sealed class ListRow
{
    public string? prompt { get; set; }

    public List<string>? completions { get; set; }

    public List<double?>? rewards { get; set; }

    public List<List<int>>? tokens { get; set; }

    public List<List<float>>? logprobs { get; set; }
}

internal sealed class PairRow
{
    public string? prompt { get; set; }

    public string? chosen { get; set; }

    public string? rejected { get; set; }

    public string? answer { get; set; }
}

internal sealed class OtherRow
{
    public string prompt { get; set; } = "";

    public bool? flag { get; set; }

    public long big { get; set; }

    public short small { get; set; }

    public decimal exact { get; set; }

    public DateTime? when { get; set; }

    public DateOnly? day { get; set; }

    public Guid? key { get; set; }

    public Dictionary<string, int>? counts { get; set; }

    public InnerRow? inner { get; set; }

    public double? rare { get; set; }

    public byte[]? image { get; set; }

    public static OtherRow Full => new()
    {
        prompt = "p",
        flag = true,
        big = 9007199254740993,
        small = -3,
        exact = 1.25m,
        when = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc),
        day = new DateOnly(2024, 5, 6),
        key = new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7),
        counts = new() { ["a"] = 1, ["b"] = 2 },
        inner = new() { text = "t", more = [1, 2] },
        rare = double.NaN,
        image = [1, 2, 3],
    };
}

internal sealed class InnerRow
{
    public string? text { get; set; }

    public List<int>? more { get; set; }
}

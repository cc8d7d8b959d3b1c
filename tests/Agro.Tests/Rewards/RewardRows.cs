using System.Text.Json;

namespace Agro.Tests.Rewards;

/// <summary>Rows of other people's tests of reward functions.</summary>
internal static class RewardRows
{
    /// <summary>The rows of a kind, at least one.</summary>
    public static IReadOnlyList<JsonElement> OfKind(string kind)
    {
        var path = SharedData.PathOf("data", "math-verify", "rewards.jsonl");
        var rows = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.GetProperty("kind").ValueEquals(kind)).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    public static double Expected(this JsonElement row) => row.GetProperty("expected").GetDouble();

    public static string Completion(this JsonElement row) => row.GetProperty("completion").GetString()!;

    public static double Parameter(this JsonElement row, string name) => row.GetProperty("params").GetProperty(name).GetDouble();
}

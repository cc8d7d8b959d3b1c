using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>The cases that a reward brings, on their way from its process.</summary>
internal static class CanaryJson
{
    /// <summary>Writes cases.</summary>
    /// <param name="canaries">The cases.</param>
    public static JsonArray Write(IReadOnlyList<RewardCanary> canaries) => new([.. canaries.Select(canary => (JsonNode)new JsonObject
    {
        ["name"] = canary.Name,
        ["call"] = JsonNode.Parse(CallJson.Write(canary.Prompt, canary.Completions)),
        ["expected"] = new JsonArray([.. canary.Expected.Select(expected => (JsonNode)new JsonObject
        {
            ["at_least"] = expected.AtLeast,
            ["at_most"] = expected.AtMost,
            ["applies"] = expected.Applies,
        })]),
    })]);

    /// <summary>Reads cases.</summary>
    /// <param name="json">As <see cref="Write"/> wrote them.</param>
    public static IReadOnlyList<RewardCanary> Read(JsonElement json) => [.. json.EnumerateArray().Select(canary => new RewardCanary
    {
        Name = canary.GetProperty("name").GetString()!,
        Prompt = CallJson.ReadPrompt(canary.GetProperty("call")),
        Completions = CallJson.ReadCompletions(canary.GetProperty("call")),
        Expected = [.. canary.GetProperty("expected").EnumerateArray().Select(expected => new ExpectedReward
        {
            AtLeast = Number(expected, "at_least"),
            AtMost = Number(expected, "at_most"),
            Applies = expected.GetProperty("applies").GetBoolean(),
        })],
    })];

    private static double? Number(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}

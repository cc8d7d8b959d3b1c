using System.Text.Json.Nodes;

namespace Agro.Engine.Tracking;

/// <summary>The lines of <c>rollouts.jsonl</c>.</summary>
internal static class RolloutRecord
{
    /// <summary>One line per completion.</summary>
    /// <param name="step">The step that was trained on them, counted from 1.</param>
    /// <param name="groups">The groups.</param>
    public static IEnumerable<JsonObject> Of(long step, IReadOnlyList<RolloutGroup> groups) =>
        groups.SelectMany((group, index) => group.Rollouts.Select(rollout => new JsonObject
        {
            ["step"] = step,
            ["group"] = index,
            ["prompt_id"] = group.Prompt.Id,
            ["prompt"] = group.Prompt.Text,
            ["completion"] = rollout.Completion.Text,
            ["answer"] = group.Prompt.Answer,
            ["extracted"] = rollout.Extracted,
            ["reward"] = JsonLinesFile.Number(rollout.Reward),
            ["rewards"] = Parts(rollout),
            ["tokens"] = rollout.Completion.Tokens.Length,
            ["finish_reason"] = rollout.Completion.FinishReason switch { FinishReason.Stop => "stop", FinishReason.Length => "length", _ => "given" },
            ["policy_version"] = rollout.Completion.PolicyVersion,
        }));

    private static JsonObject Parts(Rollout rollout)
    {
        var parts = new JsonObject();
        foreach (var (name, value) in rollout.RewardParts.OrderBy(part => part.Key, StringComparer.Ordinal)) parts[name] = JsonLinesFile.Number(value);
        return parts;
    }
}

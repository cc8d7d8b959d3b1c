using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Agro.Cli.JsonLines;

/// <summary>Prompts with completions as the data source <c>jsonl</c> reads them.</summary>
internal static class CompletionRow
{
    private static readonly HashSet<string> Taken =
    [
        "id", "prompt", "answer", "demonstration", "completion", "completions", "chosen", "rejected", "reward", "rewards", "label", "tokens",
        "completion_ids", "logprobs", "truncated", "finish_reason",
    ];

    /// <summary>A prompt with its rollouts. Further fields of the prompt go along, for rewards that look at them.</summary>
    /// <param name="group">The rollouts.</param>
    /// <param name="isScored">Whether their rewards mean something.</param>
    public static JsonObject Of(RolloutGroup group, bool isScored)
    {
        var prompt = group.Prompt;
        var row = new JsonObject { ["id"] = prompt.Id, ["prompt"] = prompt.Messages.IsDefaultOrEmpty ? prompt.Text : Messages(prompt.Messages) };
        if (prompt.Answer is not null) row["answer"] = prompt.Answer;
        if (prompt.Demonstration is not null) row["demonstration"] = prompt.Demonstration;
        foreach (var (name, text) in prompt.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (!Taken.Contains(name)) row[name] = text;
        }

        row["completions"] = new JsonArray([.. group.Rollouts.Select(rollout => Of(rollout, isScored))]);
        return row;
    }

    /// <summary>A completion that a data set holds; what it does not know is left out.</summary>
    /// <param name="completion">The completion.</param>
    public static JsonObject Of(GivenCompletion completion)
    {
        var row = new JsonObject { ["text"] = completion.Text };
        if (!completion.Tokens.IsEmpty) row["tokens"] = RowWriter.Integers(completion.Tokens);
        if (!completion.LogProbs.IsEmpty) row["logprobs"] = Numbers(completion.LogProbs);
        if (completion.Reward is { } reward) row["reward"] = RowWriter.Number(reward);
        if (completion.Truncated) row["truncated"] = true;
        return row;
    }

    /// <summary>A conversation.</summary>
    /// <param name="messages">Its messages.</param>
    public static JsonArray Messages(ImmutableArray<Message> messages) => new([.. messages.Select(message => new JsonObject
    {
        ["role"] = message.Role.ToString().ToLowerInvariant(),
        ["content"] = message.Content,
    })]);

    private static JsonObject Of(Rollout rollout, bool isScored) => new()
    {
        ["text"] = rollout.Completion.Text,
        ["tokens"] = RowWriter.Integers(rollout.Completion.Tokens),
        ["logprobs"] = Numbers(rollout.Completion.LogProbs),
        ["reward"] = isScored ? RowWriter.Number(rollout.Reward) : null,
        ["rewards"] = new JsonObject(rollout.RewardParts.OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => KeyValuePair.Create(part.Key, RowWriter.Number(part.Value)))),
        ["truncated"] = rollout.Completion.FinishReason == FinishReason.Length,
    };

    private static JsonArray Numbers(ImmutableArray<float> values) => new([.. values.Select(RowWriter.Number)]);
}

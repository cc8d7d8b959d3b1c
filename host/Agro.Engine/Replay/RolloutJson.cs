using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Agro.Engine.Replay;

/// <summary>Prompts and rollouts as JSON, without loss: tokens and log-probabilities come back bit for bit.</summary>
internal static class RolloutJson
{
    /// <summary>Writes a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">Its tokens.</param>
    public static JsonObject Write(Prompt prompt, ImmutableArray<int> tokens) => new()
    {
        ["id"] = prompt.Id,
        ["text"] = prompt.Text,
        ["tokens"] = Array(tokens),
        ["messages"] = prompt.Messages.IsDefaultOrEmpty ? null : new JsonArray([.. prompt.Messages.Select(message =>
            new JsonObject { ["role"] = message.Role.ToString(), ["content"] = message.Content })]),
        ["answer"] = prompt.Answer,
        ["demonstration"] = prompt.Demonstration,
        ["completions"] = prompt.Completions.IsDefaultOrEmpty ? null : new JsonArray([.. prompt.Completions.Select(Write)]),
        ["fields"] = prompt.Fields.IsEmpty ? null : new JsonObject(prompt.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value)))),
    };

    /// <summary>Reads a prompt.</summary>
    /// <param name="json">As <see cref="Write(Prompt, ImmutableArray{int})"/> wrote it.</param>
    public static (Prompt Prompt, ImmutableArray<int> Tokens) ReadPrompt(JsonObject json) => (
        new Prompt
        {
            Id = json["id"]!.GetValue<string>(),
            Text = json["text"]!.GetValue<string>(),
            Messages = json["messages"] is JsonArray messages
                ? [.. messages.Select(message => new Message(Enum.Parse<Role>(message!["role"]!.GetValue<string>()), message["content"]!.GetValue<string>()))]
                : [],
            Answer = json["answer"]?.GetValue<string>(),
            Demonstration = json["demonstration"]?.GetValue<string>(),
            Completions = json["completions"] is JsonArray completions ? [.. completions.Select(given => ReadGiven(given!.AsObject()))] : [],
            Fields = json["fields"] is JsonObject fields
                ? fields.ToImmutableDictionary(field => field.Key, field => field.Value!.GetValue<string>())
                : ImmutableDictionary<string, string>.Empty,
        },
        Values<int>(json["tokens"]!));

    /// <summary>Writes a rollout.</summary>
    /// <param name="rollout">The rollout.</param>
    public static JsonObject Write(Rollout rollout) => new()
    {
        ["text"] = rollout.Completion.Text,
        ["tokens"] = Array(rollout.Completion.Tokens),
        ["logprobs"] = Array(rollout.Completion.LogProbs),
        ["reference_logprobs"] = Array(rollout.ReferenceLogProbs),
        ["finish_reason"] = rollout.Completion.FinishReason.ToString(),
        ["source"] = rollout.Completion.Source.ToString(),
        ["policy_version"] = rollout.Completion.PolicyVersion,
        ["reward"] = rollout.Reward,
        ["rewards"] = new JsonObject(rollout.RewardParts.OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => KeyValuePair.Create(part.Key, (JsonNode?)JsonValue.Create(part.Value)))),
        ["reward_version"] = rollout.RewardVersion,
        ["extracted"] = rollout.Extracted,
    };

    /// <summary>Reads a rollout.</summary>
    /// <param name="json">As <see cref="Write(Rollout)"/> wrote it.</param>
    public static Rollout ReadRollout(JsonObject json) => new()
    {
        Completion = new Completion
        {
            Text = json["text"]!.GetValue<string>(),
            Tokens = Values<int>(json["tokens"]!),
            LogProbs = Values<float>(json["logprobs"]!),
            FinishReason = Enum.Parse<FinishReason>(json["finish_reason"]!.GetValue<string>()),
            Source = Enum.Parse<CompletionSource>(json["source"]!.GetValue<string>()),
            PolicyVersion = json["policy_version"]!.GetValue<long>(),
        },
        ReferenceLogProbs = Values<float>(json["reference_logprobs"]!),
        Reward = json["reward"]!.GetValue<double>(),
        RewardParts = json["rewards"]!.AsObject().ToImmutableDictionary(part => part.Key, part => part.Value!.GetValue<double>()),
        RewardVersion = json["reward_version"]?.GetValue<string>(),
        Extracted = json["extracted"]?.GetValue<string>(),
    };

    private static JsonNode Write(GivenCompletion given) => new JsonObject
    {
        ["text"] = given.Text,
        ["tokens"] = Array(given.Tokens),
        ["logprobs"] = Array(given.LogProbs),
        ["reward"] = given.Reward,
        ["truncated"] = given.Truncated,
    };

    private static GivenCompletion ReadGiven(JsonObject json) => new()
    {
        Text = json["text"]!.GetValue<string>(),
        Tokens = Values<int>(json["tokens"]!),
        LogProbs = Values<float>(json["logprobs"]!),
        Reward = json["reward"]?.GetValue<double>(),
        Truncated = json["truncated"]!.GetValue<bool>(),
    };

    private static JsonArray Array<T>(ImmutableArray<T> values) => new([.. values.Select(value => (JsonNode)JsonValue.Create(value)!)]);

    private static ImmutableArray<T> Values<T>(JsonNode json) => [.. json.AsArray().Select(value => value!.GetValue<T>())];
}

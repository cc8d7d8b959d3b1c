using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// A call and its answer as lines of JSON. Written without a tree in between, because a completion has thousands of numbers; tokens and
/// log-probabilities come back bit for bit.
/// </summary>
internal static class CallJson
{
    private const int LongestText = 1 << 16;

    /// <summary>Line ends are escaped in any case; other characters need not be where no browser reads.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a call.</summary>
    /// <param name="prompt">The prompt; null for that of the call before.</param>
    /// <param name="completions">Its completions: one, or a group.</param>
    public static byte[] Write(Prompt? prompt, IReadOnlyList<Completion> completions) => Line(writer =>
    {
        if (prompt is not null)
        {
            writer.WriteStartObject("prompt");
            WritePrompt(writer, prompt);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("completions");
        foreach (var completion in completions) WriteCompletion(writer, completion);
        writer.WriteEndArray();
    });

    /// <summary>Writes an answer.</summary>
    /// <param name="results">A result for each completion.</param>
    public static byte[] Write(IReadOnlyList<RewardResult> results) => Line(writer =>
    {
        writer.WriteStartArray("results");
        foreach (var result in results)
        {
            writer.WriteStartObject();
            if (result.Value is { } value) writer.WriteNumber("value", value);
            if (result.Extracted is { } extracted) writer.WriteString("extracted", Short(extracted));
            if (result.Reason is { } reason) writer.WriteString("reason", Short(reason));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Reads the prompt of a call.</summary>
    /// <param name="json">The call.</param>
    public static Prompt ReadPrompt(JsonElement json)
    {
        var prompt = json.GetProperty("prompt");
        return new()
        {
            Id = Text(prompt, "id")!,
            Text = Text(prompt, "text")!,
            Answer = Text(prompt, "answer"),
            Demonstration = Text(prompt, "demonstration"),
            Messages = [.. prompt.GetProperty("messages").EnumerateArray().Select(message =>
                new Message((Role)message.GetProperty("role").GetInt32(), Text(message, "content")!))],
            Fields = prompt.GetProperty("fields").EnumerateObject().ToImmutableDictionary(field => field.Name, field => field.Value.GetString()!),
            Completions = [.. prompt.GetProperty("given").EnumerateArray().Select(ReadGiven)],
        };
    }

    /// <summary>Reads the completions of a call.</summary>
    /// <param name="json">The call.</param>
    public static ImmutableArray<Completion> ReadCompletions(JsonElement json) =>
        [.. json.GetProperty("completions").EnumerateArray().Select(completion => new Completion
        {
            Text = Text(completion, "text")!,
            Tokens = Integers(completion),
            LogProbs = Numbers(completion),
            FinishReason = (FinishReason)completion.GetProperty("finish").GetInt32(),
            Source = (CompletionSource)completion.GetProperty("source").GetInt32(),
            PolicyVersion = completion.GetProperty("version").GetInt64(),
        })];

    /// <summary>Reads an answer.</summary>
    /// <param name="json">The answer.</param>
    public static IReadOnlyList<RewardResult> ReadResults(JsonElement json) =>
        [.. json.GetProperty("results").EnumerateArray().Select(result => new RewardResult
        {
            Value = result.TryGetProperty("value", out var value) ? value.GetDouble() : null,
            Extracted = Text(result, "extracted"),
            Reason = Text(result, "reason"),
        })];

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WritePrompt(Utf8JsonWriter writer, Prompt prompt)
    {
        writer.WriteString("id", prompt.Id);
        writer.WriteString("text", prompt.Text);
        if (prompt.Answer is { } answer) writer.WriteString("answer", answer);
        if (prompt.Demonstration is { } demonstration) writer.WriteString("demonstration", demonstration);
        writer.WriteStartArray("messages");
        foreach (var message in OrNone(prompt.Messages))
        {
            writer.WriteStartObject();
            writer.WriteNumber("role", (int)message.Role);
            writer.WriteString("content", message.Content);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("fields");
        foreach (var (name, text) in prompt.Fields) writer.WriteString(name, text);
        writer.WriteEndObject();
        writer.WriteStartArray("given");
        foreach (var given in OrNone(prompt.Completions)) WriteGiven(writer, given);
        writer.WriteEndArray();
    }

    private static void WriteGiven(Utf8JsonWriter writer, GivenCompletion given)
    {
        writer.WriteStartObject();
        writer.WriteString("text", given.Text);
        WriteTokens(writer, given.Tokens, given.LogProbs);
        if (given.Reward is { } reward) writer.WriteNumber("reward", reward);
        writer.WriteBoolean("truncated", given.Truncated);
        writer.WriteEndObject();
    }

    private static void WriteCompletion(Utf8JsonWriter writer, Completion completion)
    {
        writer.WriteStartObject();
        writer.WriteString("text", completion.Text);
        WriteTokens(writer, completion.Tokens, completion.LogProbs);
        writer.WriteNumber("finish", (int)completion.FinishReason);
        writer.WriteNumber("source", (int)completion.Source);
        writer.WriteNumber("version", completion.PolicyVersion);
        writer.WriteEndObject();
    }

    /// <summary>A log-probability of minus infinity has no number in JSON: the string that .NET reads as it stands for it.</summary>
    private static void WriteTokens(Utf8JsonWriter writer, ImmutableArray<int> tokens, ImmutableArray<float> logProbs)
    {
        writer.WriteStartArray("tokens");
        foreach (var token in OrNone(tokens)) writer.WriteNumberValue(token);
        writer.WriteEndArray();
        writer.WriteStartArray("logprobs");
        foreach (var value in OrNone(logProbs))
        {
            if (float.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteStringValue(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        }

        writer.WriteEndArray();
    }

    private static GivenCompletion ReadGiven(JsonElement json) => new()
    {
        Text = Text(json, "text")!,
        Tokens = Integers(json),
        LogProbs = Numbers(json),
        Reward = json.TryGetProperty("reward", out var reward) ? reward.GetDouble() : null,
        Truncated = json.GetProperty("truncated").GetBoolean(),
    };

    private static ImmutableArray<int> Integers(JsonElement json) =>
        [.. json.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32())];

    private static ImmutableArray<float> Numbers(JsonElement json) =>
        [.. json.GetProperty("logprobs").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number
            ? value.GetSingle()
            : float.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture))];

    private static ImmutableArray<T> OrNone<T>(ImmutableArray<T> values) => values.IsDefault ? [] : values;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText];
}

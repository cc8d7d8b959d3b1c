using System.Buffers;
using System.Text.Json;

namespace Agro.Plugins.Rewards.Remote;

/// <summary>Writes the request to a reward server.</summary>
internal static class RewardRequest
{
    /// <summary>Writes a request.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="completions">What is to be scored.</param>
    /// <param name="tokens">Whether the token ids go along.</param>
    /// <returns>JSON in UTF-8.</returns>
    public static ReadOnlyMemory<byte> Write(Prompt prompt, IReadOnlyList<Completion> completions, bool tokens)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        WritePrompt(writer, prompt);
        writer.WriteStartArray("completions");
        foreach (var completion in completions) WriteCompletion(writer, completion, tokens);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WritePrompt(Utf8JsonWriter writer, Prompt prompt)
    {
        writer.WriteStartObject("prompt");
        writer.WriteString("id", prompt.Id);
        writer.WriteString("text", prompt.Text);
        if (!prompt.Messages.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("messages");
            foreach (var message in prompt.Messages)
            {
                writer.WriteStartObject();
                writer.WriteString("role", message.Role.ToString().ToLowerInvariant());
                writer.WriteString("content", message.Content);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (prompt.Answer is not null) writer.WriteString("answer", prompt.Answer);
        writer.WriteStartObject("fields");
        foreach (var (name, value) in prompt.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCompletion(Utf8JsonWriter writer, Completion completion, bool tokens)
    {
        writer.WriteStartObject();
        writer.WriteString("text", completion.Text);
        writer.WriteString("finish_reason", completion.FinishReason.ToString().ToLowerInvariant());
        writer.WriteNumber("length", completion.Tokens.Length);
        if (tokens)
        {
            writer.WriteStartArray("tokens");
            foreach (var token in completion.Tokens) writer.WriteNumberValue(token);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}

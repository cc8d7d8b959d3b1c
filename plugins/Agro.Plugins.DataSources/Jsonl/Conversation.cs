using System.Collections.Immutable;
using System.Text.Json;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>Reads a conversation: a list of objects with <c>role</c> and <c>content</c>.</summary>
internal static class Conversation
{
    /// <summary>Reads a column.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="InputException">It is absent, or not such a list.</exception>
    public static ImmutableArray<Message> Read(JsonLine line, string column)
    {
        if (!line.Columns.TryGetValue(column, out var list)) throw line.Missing(column, "messages_field");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw new InputException($"{line.Place}: '{column}' (messages_field) must be a list of {{role, content}} objects, not empty");
        try
        {
            return [.. list.EnumerateArray().Select((message, i) => ReadMessage(line.Place, $"{column}[{i}]", message))];
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"{line.Place}: '{column}' is not valid Unicode text", exception);
        }
    }

    private static Message ReadMessage(string place, string name, JsonElement message)
    {
        var role = Member(place, name, message, "role");
        if (!Enum.TryParse<Role>(role, ignoreCase: true, out var parsed) || int.TryParse(role, out _))
            throw new InputException($"{place}: '{name}.role' is '{role}'; allowed are system, user, assistant, tool");
        return new(parsed, Member(place, name, message, "content"));
    }

    private static string Member(string place, string name, JsonElement message, string member) =>
        message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InputException($"{place}: '{name}.{member}' must be a string");
}

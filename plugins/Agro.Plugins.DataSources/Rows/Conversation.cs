using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Reads a conversation: a list of objects with <c>role</c> and <c>content</c>.</summary>
internal static class Conversation
{
    /// <summary>Reads a column.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="InputException">It is absent, or not such a list.</exception>
    public static ImmutableArray<Message> Read(DataRow row, string column, string option) =>
        Read(row.Find(column) ?? throw row.Missing(column, option), option);

    /// <summary>Reads a conversation.</summary>
    /// <param name="list">The list.</param>
    /// <param name="option">The option that names its column, for the message.</param>
    /// <exception cref="InputException">It is not such a list.</exception>
    public static ImmutableArray<Message> Read(Cell list, string option)
    {
        if (!list.IsList || list.Value.GetArrayLength() == 0)
            throw new InputException($"{list.Place}: '{list.Name}' ({option}) must be a list of {{role, content}} objects, not empty");
        return [.. Enumerable.Range(0, list.Value.GetArrayLength()).Select(i => ReadMessage(list.At(i)))];
    }

    private static Message ReadMessage(Cell message)
    {
        var role = Member(message, "role");
        if (!Enum.TryParse<Role>(role, ignoreCase: true, out var parsed) || int.TryParse(role, out _))
            throw new InputException($"{message.Place}: '{message.Name}.role' is '{role}'; allowed are system, user, assistant, tool");
        return new(parsed, Member(message, "content"));
    }

    private static string Member(Cell message, string name) =>
        message.Member(name) is { Value.ValueKind: System.Text.Json.JsonValueKind.String } member
            ? member.AsWritten()
            : throw new InputException($"{message.Place}: '{message.Name}.{name}' must be a string");
}

using System.Collections.Immutable;
using System.Text.Json;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>One JSON object of a data set, with its place for messages.</summary>
/// <param name="Place">The file and line, such as <c>train.jsonl:12</c>.</param>
/// <param name="Columns">Its members. The last of several of one name counts.</param>
internal sealed record JsonLine(string Place, IReadOnlyDictionary<string, JsonElement> Columns)
{
    /// <summary>Parses a line.</summary>
    /// <param name="place">The file and line.</param>
    /// <param name="bytes">The line.</param>
    /// <exception cref="InputException">It is not a JSON object in UTF-8.</exception>
    public static JsonLine Parse(string place, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InputException($"{place}:1: a JSON object is wanted on each line, found {Kind(document.RootElement)}");
            var columns = new Dictionary<string, JsonElement>();
            foreach (var member in document.RootElement.EnumerateObject()) columns[member.Name] = member.Value.Clone();
            return new(place, columns);
        }
        catch (JsonException exception)
        {
            throw new InputException($"{place}:{exception.BytePositionInLine + 1}: not JSON: {Reason(exception)}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"{place}: a name is not valid Unicode text", exception);
        }
    }

    /// <summary>The text of a column: strings as they are, numbers and booleans as written, lists and objects as JSON.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The text; null when the column is absent or null.</returns>
    /// <exception cref="InputException">It is not valid Unicode text.</exception>
    public string? TextOrNull(string column)
    {
        try
        {
            return Columns.TryGetValue(column, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"{Place}: '{column}' is not valid Unicode text", exception);
        }
    }

    /// <summary>The text of a column that must be there.</summary>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="InputException">It is absent or null.</exception>
    public string Text(string column, string option) => TextOrNull(column) ?? throw Missing(column, option);

    /// <summary>All columns as texts.</summary>
    public ImmutableDictionary<string, string> Texts() => Columns.Keys
        .Where(column => TextOrNull(column) is not null)
        .ToImmutableDictionary(column => column, column => TextOrNull(column)!);

    /// <summary>The fault that a column is absent, with those that are there.</summary>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that names it.</param>
    public InputException Missing(string column, string option)
    {
        if (Columns.ContainsKey(column)) return new($"{Place}: '{column}' ({option}) is null");
        var hint = NearestName.To(column, Columns.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return new($"{Place}: no field '{column}' ({option}).{hint} The line has: {string.Join(", ", Columns.Keys)}");
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => element.GetRawText(),
    };

    // The parser ends its message with a line number that is always 0 here.
    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}

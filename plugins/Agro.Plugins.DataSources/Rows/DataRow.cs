using System.Collections.Immutable;
using System.Text.Json;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>One row of a data set, with its place for messages.</summary>
/// <param name="Place">The file and the row, such as <c>train.jsonl:12</c>.</param>
/// <param name="Columns">Its values by column. The last of several of one name counts.</param>
internal sealed record DataRow(string Place, IReadOnlyDictionary<string, JsonElement> Columns)
{
    /// <summary>What the format calls it, for messages: a line or a row.</summary>
    public required string Noun { get; init; }

    /// <summary>The value of a column.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The value; null when the column is absent or null.</returns>
    public Cell? Find(string column) =>
        Columns.TryGetValue(column, out var value) && value.ValueKind != JsonValueKind.Null ? new Cell(Place, column, value) : null;

    /// <summary>
    /// The value of a column that goes by one of its usual names, unless the recipe names it: then it must be there.
    /// </summary>
    /// <param name="named">What the recipe says; null to look for the usual names.</param>
    /// <param name="option">The option by which it would.</param>
    /// <param name="usual">The usual names; the first that is there counts.</param>
    /// <returns>The value; null when the recipe names no column and there is none of a usual name.</returns>
    /// <exception cref="InputException">The column that the recipe names is absent or null.</exception>
    public Cell? Find(string? named, string option, params ReadOnlySpan<string> usual)
    {
        if (named is not null) return Find(named) ?? throw Missing(named, option);
        foreach (var column in usual)
        {
            if (Find(column) is { } cell) return cell;
        }

        return null;
    }

    /// <summary>The text of a column: strings as they are, numbers and booleans as written, lists and objects as JSON.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The text; null when the column is absent or null.</returns>
    /// <exception cref="InputException">It is not valid Unicode text.</exception>
    public string? TextOrNull(string column) => Find(column)?.AsWritten();

    /// <summary>The text of a column that must be there.</summary>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="InputException">It is absent or null.</exception>
    public string Text(string column, string option) => TextOrNull(column) ?? throw Missing(column, option);

    /// <summary>Columns as texts.</summary>
    /// <param name="leftOut">Columns that are not wanted.</param>
    public ImmutableDictionary<string, string> Texts(IReadOnlySet<string> leftOut)
    {
        var texts = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var column in Columns.Keys.Where(column => !leftOut.Contains(column)))
        {
            if (TextOrNull(column) is { } text) texts[column] = text;
        }

        return texts.ToImmutable();
    }

    /// <summary>The fault that a column is absent, with those that are there.</summary>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that names it.</param>
    public InputException Missing(string column, string option)
    {
        if (Columns.ContainsKey(column)) return new($"{Place}: '{column}' ({option}) is null");
        var hint = NearestName.To(column, Columns.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return new($"{Place}: no field '{column}' ({option}).{hint} The {Noun} has: {string.Join(", ", Columns.Keys)}");
    }
}

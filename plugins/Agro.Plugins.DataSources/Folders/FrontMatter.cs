using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>A value of a front matter: a text, a list or a mapping.</summary>
internal sealed record FrontMatterNode
{
    /// <summary>The text; null for a list and a mapping.</summary>
    public string? Text { get; init; }

    /// <summary>The items of a list.</summary>
    public ImmutableArray<FrontMatterNode> Items { get; init; } = [];

    /// <summary>The entries of a mapping.</summary>
    public ImmutableArray<KeyValuePair<string, FrontMatterNode>> Entries { get; init; } = [];

    /// <summary>The value of a key; null when there is none.</summary>
    public FrontMatterNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key).Value;
}

/// <summary>
/// Reads one key of a README's front matter. Of YAML it knows what data sets use there: mappings and lists in blocks, lists in brackets,
/// plain and quoted texts.
/// </summary>
internal sealed class FrontMatter
{
    private readonly string _path;
    private readonly List<(int Indent, string Text, int Number)> _lines = [];
    private int _at;

    private FrontMatter(string path, string[] lines, int first, int end)
    {
        _path = path;
        for (var i = first; i < end; i++)
        {
            var text = lines[i].TrimEnd();
            var trimmed = text.TrimStart(' ');
            if (trimmed.Length > 0 && trimmed[0] != '#') _lines.Add((text.Length - trimmed.Length, trimmed, i + 1));
        }
    }

    /// <summary>Reads a key.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="key">The key.</param>
    /// <returns>Its value; null when there is no front matter or no such key in it.</returns>
    /// <exception cref="InputException">The value is written in a way that is not known here.</exception>
    public static FrontMatterNode? Read(string path, string[] lines, string key)
    {
        if (lines.Length == 0 || lines[0].Trim() != "---") return null;
        var end = Array.FindIndex(lines, 1, line => line.Trim() == "---");
        var first = Array.FindIndex(lines, 1, line => line.StartsWith(key + ":", StringComparison.Ordinal));
        if (first < 0 || end < 0 || first > end) return null;
        var next = Array.FindIndex(lines, first + 1, line => line.Length > 0 && line[0] is not (' ' or '-' or '#'));
        var matter = new FrontMatter(path, lines, first, next < 0 ? end : Math.Min(next, end));
        return matter.Block(0)[key];
    }

    private FrontMatterNode Block(int indent) => IsItem(_lines[_at].Text) ? Sequence(indent) : Mapping(indent);

    private FrontMatterNode Sequence(int indent)
    {
        var items = ImmutableArray.CreateBuilder<FrontMatterNode>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && IsItem(_lines[_at].Text))
        {
            var (_, text, number) = _lines[_at];
            var rest = text[1..].TrimStart();
            if (rest.Length == 0)
            {
                _at++;
                items.Add(Below(indent));
            }
            else if (IsEntry(rest))
            {
                // "- key: value" is a mapping that is indented by the dash.
                var inner = indent + text.Length - rest.Length;
                _lines[_at] = (inner, rest, number);
                items.Add(Mapping(inner));
            }
            else
            {
                _at++;
                items.Add(Value(rest, number));
            }
        }

        return new() { Items = items.ToImmutable() };
    }

    private FrontMatterNode Mapping(int indent)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, FrontMatterNode>>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && !IsItem(_lines[_at].Text))
        {
            var (_, text, number) = _lines[_at++];
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (!IsEntry(text)) throw Unknown(number);
            var rest = text[(colon + 1)..].Trim();
            entries.Add(new(text[..colon].Trim().Trim('"', '\''), rest.Length > 0 ? Value(rest, number) : Below(indent)));
        }

        if (_at < _lines.Count && _lines[_at].Indent > indent) throw Unknown(_lines[_at].Number);
        return new() { Entries = entries.ToImmutable() };
    }

    // A list may stand as far to the left as the key that it belongs to.
    private FrontMatterNode Below(int indent) => _at < _lines.Count
        && (_lines[_at].Indent > indent || (_lines[_at].Indent == indent && IsItem(_lines[_at].Text)))
            ? Block(_lines[_at].Indent)
            : new() { Text = "" };

    private FrontMatterNode Value(string text, int number)
    {
        if (text[0] is '{' or '&' or '*' or '|' or '>' or '!') throw Unknown(number);
        if (text[0] != '[') return new() { Text = Unquoted(text, number) };
        if (text[^1] != ']') throw Unknown(number);
        return new()
        {
            Items = [.. text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(item => new FrontMatterNode { Text = Unquoted(item, number) })],
        };
    }

    private string Unquoted(string text, int number)
    {
        if (text[0] is not ('"' or '\'')) return text.Split(" #")[0].TrimEnd();
        var end = text.IndexOf(text[0], 1);
        return end > 0 ? text[1..end] : throw Unknown(number);
    }

    private static bool IsItem(string text) => text is "-" || text.StartsWith("- ", StringComparison.Ordinal);

    private static bool IsEntry(string text) => text.EndsWith(':') || text.Contains(": ", StringComparison.Ordinal);

    private InputException Unknown(int number) => new(
        $"{_path}:{number}: this part of the front matter is not understood: write configs as plain lists and mappings, or name the files with "
        + "jsonl, csv or parquet");
}

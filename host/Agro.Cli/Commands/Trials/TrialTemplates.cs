using Agro.Cli.JsonLines;
using Agro.Models.ChatTemplates;

namespace Agro.Cli.Commands.Trials;

/// <summary>The templates that rows are rendered with.</summary>
internal sealed class TrialTemplates
{
    // What a template has and a name has not.
    private static readonly string[] TagBegins = ["{{", "{%", "{#"];

    private readonly TimeProvider _clock;
    private readonly Dictionary<string, ChatTemplate> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>? _texts;
    private readonly ChatTemplate? _common;
    private readonly string? _place;

    /// <summary>Loads what can be loaded before the rows are known.</summary>
    /// <param name="place">A model's folder, a template, or JSON lines of templates with names; null for none.</param>
    /// <param name="clock">The time that templates see.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    public TrialTemplates(string? place, TimeProvider clock)
    {
        (_place, _clock) = (place, clock);
        if (place is null) return;
        var lines = Directory.Exists(place) ? Path.Combine(place, "templates.jsonl") : place;
        if (lines.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) && File.Exists(lines)) _texts = Named(lines);
        else if (File.Exists(place)) _common = ChatTemplate.Load(Path.GetDirectoryName(Path.GetFullPath(place))!, place, clock);
        else if (Directory.Exists(place)) _common = ChatTemplate.Load(place, clock: clock);
        else throw new InputException($"{place}: no such file or folder");
    }

    /// <summary>The template of a row: its own, the one that it names, or the one that is common to all.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InputException">There is none, or it is not well formed.</exception>
    public ChatTemplate Of(ConversationRow row)
    {
        if (row.Template is { } text && TagBegins.Any(tag => text.Contains(tag, StringComparison.Ordinal))) return Parsed(text, row.Place);
        if (_common is not null) return _common;
        if (_texts is null) throw new InputException($"{row.Place}: the row brings no template, and no DIR is given");
        return row.Template is { } name && _texts.TryGetValue(name, out var named)
            ? Parsed(named, $"{_place}: {name}")
            : throw new InputException($"{row.Place}: the row's 'template' must be one, or one of: {string.Join(", ", _texts.Keys)}");
    }

    private static Dictionary<string, string> Named(string file)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, template) in RowReader.Parse(file, File.ReadAllBytes(file), row => (row.Text("name"), row.Text("template"))))
            if (!texts.TryAdd(name, template)) throw new InputException($"{file}: there are two templates '{name}'");
        return texts;
    }

    private ChatTemplate Parsed(string text, string name)
    {
        if (!_byText.TryGetValue(text, out var template)) _byText[text] = template = ChatTemplate.Parse(text, name, _clock);
        return template;
    }
}

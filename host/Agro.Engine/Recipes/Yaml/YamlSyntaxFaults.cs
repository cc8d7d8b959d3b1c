using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>Says what is wrong with a text that is not YAML, and where: the parser marks tabs and unclosed brackets poorly.</summary>
internal static class YamlSyntaxFaults
{
    public static IEnumerable<RecipeFault> Explain(Exception exception, string text, RecipeSource source, Stack<ParsingEvent> open)
    {
        var mark = (exception as YamlException)?.Start ?? Mark.Empty;
        if (source.HasLines && exception.Message.Contains("tab", StringComparison.Ordinal))
        {
            var tabs = Tabs(text).Select(at => new NodePosition(source, at.Line, at.Column)
                .Fault("", "a tab in the indentation; YAML is indented with spaces")).ToList();
            if (tabs.Count > 0) return tabs;
        }

        var bracket = Unclosed(exception, open);
        var place = bracket?.Start ?? mark;
        var at = source.HasLines ? new NodePosition(source, (int)place.Line, (int)place.Column) : new(source, 0, 0);
        if (bracket is null) return [at.Fault("", Message(exception))];
        var end = source.HasLines && exception is YamlException ? $" before line {mark.Line}, column {mark.Column}" : "";
        return [at.Fault("", $"'{(bracket is SequenceStart ? '[' : '{')}' is not closed, or a comma is missing{end}")];
    }

    private static ParsingEvent? Unclosed(Exception exception, Stack<ParsingEvent> open)
    {
        if (!open.TryPeek(out var innermost)) return null;
        var flow = innermost is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow };
        var separator = exception is InvalidOperationException
            || exception.Message.Contains("did not find expected ','", StringComparison.Ordinal);
        return flow && separator ? innermost : null;
    }

    private static IEnumerable<(int Line, int Column)> Tabs(string text) => text.Split('\n')
        .Select((line, index) => (Line: index + 1, Tab: line.IndexOf('\t'), Indent: line.Length - line.TrimStart(' ', '\t').Length))
        .Where(l => l.Tab >= 0 && l.Tab < l.Indent)
        .Select(l => (l.Line, l.Tab + 1));

    private static string Message(Exception exception) => "not valid YAML: " + exception.Message switch
    {
        var m when m.Contains("found invalid mapping", StringComparison.Ordinal) =>
            "a ':' where no key can stand; check the indentation, or quote the value",
        var m when m.Contains("found unexpected end of stream", StringComparison.Ordinal) => "a quotation mark is not closed",
        var m when m.Contains("cannot start any token", StringComparison.Ordinal) => "a value cannot start with this character; quote it",
        var m when m.Contains("found unknown escape", StringComparison.Ordinal) =>
            "an unknown escape in double quotes; use single quotes, or double the backslash",
        var m when m.Contains("did not find expected key", StringComparison.Ordinal) =>
            "a key and ': ' should stand here; check the indentation and the line before",
        var m when m.Contains("did not find expected '-'", StringComparison.Ordinal) => "an item of the list ('- ') should stand here",
        var m when m.Contains("Block sequence entries are not allowed", StringComparison.Ordinal) =>
            "a list item cannot start here; put '- ' on its own line, or use [a, b]",
        var m => m,
    };
}

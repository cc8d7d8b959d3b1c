using System.Text.RegularExpressions;
using Agro.Cli.Terminal;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Agro.Cli.Components;

/// <summary>Components as people read them.</summary>
internal static partial class ComponentPage
{
    /// <summary>Shows many components, each option with the first sentence about it.</summary>
    /// <param name="components">The components, in the order of their kinds.</param>
    public static IEnumerable<IRenderable> Overview(IEnumerable<ComponentDescription> components)
    {
        foreach (var kind in components.GroupBy(component => component.Kind))
        {
            yield return new Text($"{KindNames.Heading(kind.Key)}\n", PageStyles.Title);
            foreach (var component in kind)
            {
                var version = $"{PageStyles.ShortVersion(component.PluginVersion)}, {PageStyles.ShortHash(component.PluginHash)}";
                var plugin = $"({Path.GetFileName(component.PluginPath)} {version})";
                yield return Indented(2, new Paragraph(component.Name, PageStyles.Name).Append("  ").Append(Clean(plugin), PageStyles.Quiet));
                yield return Body(component, FirstSentence);
            }
        }

        yield return new Text("agro-host list NAME shows one of them in full.\n", PageStyles.Quiet);
    }

    /// <summary>Shows one component in full.</summary>
    /// <param name="component">The component.</param>
    public static IEnumerable<IRenderable> Full(ComponentDescription component)
    {
        yield return new Paragraph(component.Name, PageStyles.Name).Append($"  {KindNames.Of(component.Kind)}\n");
        yield return Facts(
            ("class", component.ComponentType.FullName ?? ""),
            ("DLL", component.PluginPath),
            ("version", component.PluginVersion),
            ("sha256", component.PluginHash));
        yield return Body(component, text => text);
    }

    private static Rows Body(ComponentDescription component, Func<string, string> cut)
    {
        var parts = new List<IRenderable>();
        if (component.Summary.Length > 0) parts.Add(Indented(4, new Text(Clean(component.Summary))));
        var options = Flat("", OptionDescription.Of(component.OptionsType, component.Documentation)).ToList();
        if (options.Count > 0) parts.Add(Options(options, cut));
        parts.Add(new Text(""));
        return new Rows(parts);
    }

    private static Grid Options(IReadOnlyList<(string Name, OptionDescription Option)> options, Func<string, string> cut)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(6).PadRight(2));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, option) in options)
        {
            var text = new Paragraph(Clean(FactsOf(option)), PageStyles.Quiet);
            if (cut(option.Summary) is { Length: > 0 } summary) text.Append("\n" + Clean(summary));
            grid.AddRow(new Text(name), text);
        }

        return grid;
    }

    private static Grid Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(4).PadRight(2));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, value) in facts) grid.AddRow(new Text(name, PageStyles.Quiet), new Text(Clean(value)));
        grid.AddRow(new Text(""), new Text(""));
        return grid;
    }

    /// <summary>Parts of an option follow it, under its name and a dot.</summary>
    private static IEnumerable<(string Name, OptionDescription Option)> Flat(string prefix, IEnumerable<OptionDescription> options) =>
        options.SelectMany(option => Flat($"{prefix}{option.Name}.", option.Options).Prepend((prefix + option.Name, option)));

    private static string FactsOf(OptionDescription option)
    {
        var text = option.Range is null ? option.Type : $"{option.Type}, {option.Range}";
        return option.Required ? $"{text}; required" : option.Default is null ? text : $"{text}; default {option.Default}";
    }

    private static Padder Indented(int columns, IRenderable content) => new(content, new Padding(columns, 0, 0, 0));

    private static string FirstSentence(string text) => SentenceEnd().Match(text) is { Success: true } end ? text[..(end.Index + 1)] : text;

    private static string Clean(string text) => VisibleText.Clean(text);

    [GeneratedRegex(@"[.!?](?=\s+\p{Lu})")]
    private static partial Regex SentenceEnd();
}

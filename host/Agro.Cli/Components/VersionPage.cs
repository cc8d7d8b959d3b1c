using System.Globalization;
using Agro.Cli.Terminal;
using Agro.Engine.Swaps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Agro.Cli.Components;

/// <summary>The versions that a run used, as people read them.</summary>
internal static class VersionPage
{
    /// <summary>Shows a run.</summary>
    /// <param name="run">The run.</param>
    public static IEnumerable<IRenderable> Of(RunVersions run)
    {
        var steps = run.LastStep == 1 ? "1 step" : string.Create(CultureInfo.InvariantCulture, $"{run.LastStep} steps");
        yield return new Paragraph(Clean(run.Name), PageStyles.Title).Append($"  {steps}{(run.Ended ? "" : " so far")}\n\n");
        foreach (var slot in run.Slots)
        {
            var spans = run.Of(slot);
            // A script is named by its file already.
            var place = spans[^1].Version.Length == 0 ? spans[^1].Use : $"{spans[^1].Use} ({Path.GetFileName(spans[^1].Plugin)})";
            yield return new Paragraph(Clean(slot), PageStyles.Name).Append("  ").Append($"{Clean(place)}\n", PageStyles.Quiet);
            yield return Grid(spans.Select(span => (span.Version, span.Sha256, Steps(span), How(span))));
        }

        if (run.Refused.Count == 0) yield break;
        yield return new Text("Not used\n", PageStyles.Title);
        foreach (var plugin in run.Refused.GroupBy(refused => refused.Plugin))
        {
            yield return new Text($"{Clean(Path.GetFileName(plugin.Key))}\n", PageStyles.Quiet);
            yield return Grid(plugin.Select(refused => (
                refused.Version,
                refused.Sha256,
                string.Create(CultureInfo.InvariantCulture, $"after {refused.Step}"),
                $"{(refused.Waits ? "waits for an answer: " : "")}{refused.Reason}")));
        }
    }

    private static Grid Grid(IEnumerable<(string Version, string Hash, string Steps, string Text)> rows)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (version, hash, steps, text) in rows)
            grid.AddRow(new Text(Clean(PageStyles.ShortVersion(version))), new Text(PageStyles.ShortHash(hash)), new Text(steps), new Text(Clean(text)));
        grid.AddEmptyRow();
        return grid;
    }

    private static string Steps(ComponentSpan span) => span switch
    {
        { To: null } => string.Create(CultureInfo.InvariantCulture, $"{span.From}-"),
        { To: { } to } when to < span.From => "none",
        { To: { } to } when to == span.From => to.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.From}-{span.To}"),
    };

    private static string How(ComponentSpan span)
    {
        var confirmed = span.ConfirmedAfter is { } step ? string.Create(CultureInfo.InvariantCulture, $", good after step {step}") : "";
        var redone = span.RedoesStep ? string.Create(CultureInfo.InvariantCulture, $"; step {span.From} was done again") : "";
        return span.Arrival switch
        {
            Arrival.Start => "start",
            Arrival.Resume => "resumed with it",
            Arrival.Swap => $"swap{confirmed}",
            _ => $"brought back: {span.Reason}{redone}",
        };
    }

    private static string Clean(string text) => VisibleText.Clean(text, keepBreaks: true);
}

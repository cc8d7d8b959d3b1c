using System.Globalization;
using System.Text;
using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>What remains to be said when a run has ended.</summary>
internal static class SummaryText
{
    /// <summary>Writes the summary.</summary>
    /// <param name="summary">How the run ended.</param>
    /// <returns>Lines, the last with its end.</returns>
    public static string Of(RunSummary summary)
    {
        var text = new StringBuilder();
        text.AppendLine(Outcome(summary));
        AppendMetrics(text, summary);
        if (Phases(summary.PhaseSeconds) is { Length: > 0 } phases) Append(text, "phases", phases);
        Append(text, "run folder", summary.Directory);
        if (Path.Combine(summary.Directory, "metrics.jsonl") is var metrics && File.Exists(metrics)) Append(text, "metrics", metrics);
        if (summary.Checkpoint is { } checkpoint) Append(text, "checkpoint", checkpoint);
        if (summary.CanResume) Append(text, "to go on", $"the same command with --resume --output {Quoted(summary.Directory)}");
        return text.ToString();
    }

    private static string Outcome(RunSummary summary)
    {
        var time = Figures.Seconds(summary.WallSeconds);
        var reason = summary.StopReason is { } stop ? $": {VisibleText.Clean(stop)}" : "";
        return summary.Steps < summary.TotalSteps
            ? $"ended after {summary.Steps} of {summary.TotalSteps} steps in {time}{reason}"
            : $"{summary.Steps} steps done in {time}{reason}";
    }

    private static void AppendMetrics(StringBuilder text, RunSummary summary)
    {
        if ((summary.After ?? summary.Before) is not { Count: > 0 } metrics) return;
        var names = EvaluationFigures.Names(metrics).Concat(summary.Before is null ? [] : EvaluationFigures.Names(summary.Before)).Distinct().ToList();
        var title = summary.EvaluationPrompts is { } prompts ? $"evaluation ({prompts} prompts)" : "evaluation";
        var width = Math.Max(title.Length, names.Max(name => Cells.Width(VisibleText.Clean(name)))) + 2;
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Padded(title, width)}{"before",10}{"after",10}{"difference",12}");
        foreach (var name in names)
        {
            var before = Value(summary.Before, name);
            // With one evaluation only, there is nothing to compare.
            var after = ReferenceEquals(summary.Before, summary.After) ? null : Value(summary.After, name);
            var difference = before is { } first && after is { } last ? Figures.Difference(last - first) : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Padded(VisibleText.Clean(name), width)}{Shown(before),10}{Shown(after),10}{difference,12}");
        }
    }

    private static double? Value(IReadOnlyDictionary<string, double>? metrics, string name) =>
        metrics is not null && metrics.TryGetValue(name, out var value) ? value : null;

    private static string Shown(double? value) => value is { } known ? Figures.Score(known) : "-";

    private static string Padded(string text, int width) => text + new string(' ', Math.Max(0, width - Cells.Width(text)));

    private static string Phases(IReadOnlyDictionary<string, double> seconds)
    {
        var total = seconds.Values.Sum();
        return string.Join(", ", seconds.OrderByDescending(phase => phase.Value).Select(phase =>
            string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Clean(phase.Key)} {Figures.Seconds(phase.Value)} ({(total > 0 ? phase.Value / total : 0):P0})")));
    }

    private static void Append(StringBuilder text, string label, string value) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"  {label,-12}{value}");

    private static string Quoted(string path) => path.Any(c => !char.IsAsciiLetterOrDigit(c) && !"/\\.-_:".Contains(c, StringComparison.Ordinal)) ? $"'{path}'" : path;
}

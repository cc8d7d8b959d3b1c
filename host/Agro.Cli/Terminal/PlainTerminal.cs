using System.Globalization;
using System.Text;
using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>Shows a run as lines without colours or cursor movements, for files, pipes and continuous integration. Warnings go to the error output.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="error">Where warnings go.</param>
/// <param name="time">The clock.</param>
/// <param name="stepsPerSample">A sample is shown at the first step and then every so many steps.</param>
internal sealed class PlainTerminal(TextWriter output, TextWriter error, TimeProvider time, int stepsPerSample = 10) : ITerminal
{
    private const int Width = 100, LinesOfPrompt = 3, LinesOfCompletion = 6;

    private static readonly (string Name, string Label)[] Shown =
        [("kl", "kl"), ("entropy", "entropy"), ("loss", "loss"), ("grad_norm", "grad_norm"), ("completions/mean_length", "len")];

    private readonly Lock _gate = new();
    private IReadOnlyDictionary<string, double>? _firstEvaluation;
    private long _lastStepAt = time.GetTimestamp();
    private long? _firstStep;

    /// <inheritdoc/>
    public void Started(RunStart start)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Clean(start.Name)}: {start.TotalSteps} steps{(start.FirstStep > 0 ? $", {start.FirstStep} of them done before" : "")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  policy  {Clean(start.Policy)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  folder  {start.Directory}");
        foreach (var component in start.Components) text.AppendLine(CultureInfo.InvariantCulture, $"  uses    {Clean(component)}");
        Write(output, text.ToString());
    }

    /// <inheritdoc/>
    public void Phase(string phase)
    {
        // A line a phase would bury the steps.
    }

    /// <inheritdoc/>
    public void Stepped(StepReport report)
    {
        var seconds = report.Metrics.TryGetValue("step_time", out var measured) ? measured : time.GetElapsedTime(_lastStepAt).TotalSeconds;
        _lastStepAt = time.GetTimestamp();
        _firstStep ??= report.Step;
        var total = report.TotalSteps.ToString(CultureInfo.InvariantCulture);
        var parts = new List<string> { $"step {report.Step.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}" };
        if (report.Metrics.ContainsKey("reward")) parts.Add($"reward {KeyMetrics.Reward(report.Metrics)}");
        foreach (var (name, label) in Shown)
        {
            if (report.Metrics.TryGetValue(name, out var value)) parts.Add($"{label} {Figures.Number(value)}");
        }

        parts.Add(Figures.Seconds(seconds));
        parts.Add($"eta {Figures.Duration(report.Remaining)}");
        var text = new StringBuilder().AppendLine(string.Join("  ", parts));
        if (report.Sample is { } sample && (report.Step - _firstStep) % stepsPerSample == 0) AppendSample(text, sample.Prompt, sample.Rollout);
        Write(output, text.ToString());
    }

    /// <inheritdoc/>
    public void Evaluated(EvaluationReport report)
    {
        var parts = EvaluationFigures.Names(report.Metrics).Select(name =>
            $"{Clean(name)} {Figures.Score(report.Metrics[name])}{EvaluationFigures.Interval(report.Metrics, name)}"
            + (_firstEvaluation is { } first && first.TryGetValue(name, out var before) ? $" ({Figures.Difference(report.Metrics[name] - before)})" : ""));
        Write(output, $"evaluation after step {report.Step} on {report.Prompts} prompts  {string.Join("  ", parts)}{Environment.NewLine}");
        _firstEvaluation ??= new Dictionary<string, double>(report.Metrics);
    }

    /// <inheritdoc/>
    public void Note(string text) => Write(output, $"note: {Indented(text)}{Environment.NewLine}");

    /// <inheritdoc/>
    public void Warn(string text) => Write(error, $"warning: {Indented(text)}{Environment.NewLine}");

    /// <inheritdoc/>
    public void Swapped(SwapReport report)
    {
        if (SwapText.IsWarning(report)) Warn(SwapText.Of(report));
        else Write(output, $"{Indented(SwapText.Of(report))}{Environment.NewLine}");
    }

    /// <inheritdoc/>
    public void Ended(RunSummary summary) => Write(output, SummaryText.Of(summary));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void AppendSample(StringBuilder text, Prompt prompt, Rollout rollout)
    {
        Append("prompt", SampleText.Excerpt(SampleText.Of(prompt), Width, LinesOfPrompt));
        Append("completion", SampleText.Excerpt(rollout.Completion.Text, Width, LinesOfCompletion));
        text.AppendLine(CultureInfo.InvariantCulture, $"  {SampleText.Verdict(prompt, rollout)}");

        void Append(string label, List<string> lines)
        {
            for (var i = 0; i < lines.Count; i++) text.AppendLine(CultureInfo.InvariantCulture, $"  {(i == 0 ? label : ""),-12}{lines[i]}");
        }
    }

    private static string Clean(string text) => VisibleText.Clean(text);

    private static string Indented(string text) => VisibleText.Clean(text.Trim(), keepBreaks: true).ReplaceLineEndings($"{Environment.NewLine}  ");

    private void Write(TextWriter writer, string text)
    {
        try
        {
            lock (_gate) writer.Write(text);
        }
        catch (IOException)
        {
            // Nobody reads on; the run's files still tell everything.
        }
    }
}

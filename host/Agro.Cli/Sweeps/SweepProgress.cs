using System.Diagnostics;
using System.Globalization;
using Agro.Cli.Terminal;
using Agro.Engine.Comparison;
using Agro.Engine.Sweeps;

namespace Agro.Cli.Sweeps;

/// <summary>Tells how a sweep gets on: a line for each run that ends.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="metric">The metric that is told; null for none.</param>
internal sealed class SweepProgress(TextWriter output, string? metric)
{
    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _total, _ended, _endedHere;

    /// <summary>More runs are to be done.</summary>
    /// <param name="total">How many.</param>
    /// <param name="finished">How many of them were finished before.</param>
    public void Add(int total, int finished)
    {
        lock (_gate) (_total, _ended) = (_total + total, _ended + finished);
    }

    /// <summary>Writes a line.</summary>
    /// <param name="text">The line.</param>
    public void Say(string text)
    {
        lock (_gate) output.WriteLine(VisibleText.Clean(text));
    }

    /// <summary>A run went to its end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="record">What it measured.</param>
    public void Finished(SweepRun run, RunRecord record)
    {
        var series = metric is null ? [] : record.Series(metric);
        var value = series.Count == 0 ? "" : series.Count == 1 || !metric!.StartsWith("eval/", StringComparison.Ordinal)
            ? $"  {metric} {Figures.Score(series[^1].Value)}"
            : $"  {metric} {Figures.Score(series[0].Value)} -> {Figures.Score(series[^1].Value)}";
        End(run, $"{value}  {Figures.Seconds(record.Seconds ?? 0)}");
    }

    /// <summary>A run could not be done.</summary>
    /// <param name="run">The run.</param>
    /// <param name="exit">How its process ended.</param>
    public void Failed(SweepRun run, RunExit exit) =>
        End(run, $"  FAILED with exit code {exit.Code.ToString(CultureInfo.InvariantCulture)}: {exit.LastLine} ({run.LogPath})");

    private void End(SweepRun run, string text)
    {
        lock (_gate)
        {
            _ended++;
            _endedHere++;
            var total = _total.ToString(CultureInfo.InvariantCulture);
            var remaining = Stopwatch.GetElapsedTime(_started) / _endedHere * (_total - _ended);
            var rest = _ended < _total ? $"  remaining {Figures.Duration(remaining)}" : "";
            output.WriteLine(VisibleText.Clean($"[{_ended.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}] {run.Name}{text}{rest}"));
        }
    }
}

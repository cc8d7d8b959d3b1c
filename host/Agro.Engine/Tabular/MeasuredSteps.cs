using System.Collections.Immutable;

namespace Agro.Engine.Tabular;

/// <summary>The steps after which policies are measured.</summary>
internal static class MeasuredSteps
{
    private const int PerDecade = 24;

    /// <summary>Step 0, steps that are evenly spaced on a logarithmic axis, those that are reported and the last.</summary>
    /// <param name="steps">The last step.</param>
    /// <param name="report">The steps that are reported.</param>
    /// <returns>Ascending, each once.</returns>
    public static ImmutableArray<long> Of(long steps, IEnumerable<long> report)
    {
        var measured = new SortedSet<long>(report) { 0, steps };
        for (var i = 0; Math.Round(Math.Pow(10, (double)i / PerDecade)) is var step && step < steps; i++) measured.Add((long)step);
        return [.. measured];
    }
}

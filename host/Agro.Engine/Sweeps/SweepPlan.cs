using System.Collections.Immutable;
using Agro.Engine.Comparison;

namespace Agro.Engine.Sweeps;

/// <summary>How one point of the grid is chosen for each variant.</summary>
/// <param name="Metric">What decides, as its mean over the runs.</param>
/// <param name="Goal">Which values are better.</param>
/// <param name="At">Which value of a run counts.</param>
/// <param name="Runs">The runs that decide.</param>
public sealed record SweepTuning(string Metric, MetricGoal Goal, MetricAt At, ImmutableArray<SweepRun> Runs);

/// <summary>A sweep that nothing is known against: every recipe of it was checked.</summary>
public sealed record SweepPlan
{
    /// <summary>The sweep's name.</summary>
    public required string Name { get; init; }

    /// <summary>The sweep's folder, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>How many runs go on at the same time.</summary>
    public required int Parallel { get; init; }

    /// <summary>Threads of each run.</summary>
    public required int Threads { get; init; }

    /// <summary>The metrics of the table.</summary>
    public required ImmutableArray<string> Metrics { get; init; }

    /// <summary>The points of the grid, those of a variant together.</summary>
    public required ImmutableArray<SweepPoint> Points { get; init; }

    /// <summary>The runs, all points with the first seed first. With tuning, those that may be chosen.</summary>
    public required ImmutableArray<SweepRun> Runs { get; init; }

    /// <summary>How one point is chosen for each variant; null to run all of them.</summary>
    public SweepTuning? Tuning { get; init; }

    /// <summary>What a person should know: replaced components, files that are not used.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];
}

using System.Collections.Immutable;

namespace Agro.Cli.Terminal;

/// <summary>
/// The reward over all steps of this process, in bounded memory: when there are too many points, neighbours are averaged and each point
/// then stands for twice as many steps.
/// </summary>
internal sealed record RewardCurve
{
    private const int Capacity = 1024;

    /// <summary>Average rewards, oldest first; each of <see cref="StepsPerPoint"/> steps.</summary>
    public ImmutableArray<double> Points { get; private init; } = [];

    /// <summary>Steps that a point stands for.</summary>
    public int StepsPerPoint { get; private init; } = 1;

    /// <summary>Points before which a plugin or script was exchanged, in their order.</summary>
    public ImmutableArray<int> Marks { get; private init; } = [];

    private double PendingSum { get; init; }

    private int Pending { get; init; }

    /// <summary>The curve with a mark before its next point.</summary>
    /// <returns>The new curve.</returns>
    public RewardCurve Marked() => Marks.Contains(Points.Length) ? this : this with { Marks = Marks.Add(Points.Length) };

    /// <summary>The curve with a further step; a value that is not finite leaves it as it is.</summary>
    /// <param name="reward">The step's reward.</param>
    /// <returns>The new curve.</returns>
    public RewardCurve With(double reward)
    {
        if (!double.IsFinite(reward)) return this;
        var (sum, count) = (PendingSum + reward, Pending + 1);
        if (count < StepsPerPoint) return this with { PendingSum = sum, Pending = count };
        var points = Points.Add(sum / count);
        var grown = this with { Points = points, PendingSum = 0, Pending = 0 };
        return points.Length < Capacity ? grown : grown with
        {
            Points = [.. points.Chunk(2).Select(pair => pair.Average())],
            StepsPerPoint = StepsPerPoint * 2,
            Marks = [.. Marks.Select(mark => mark / 2).Distinct()],
        };
    }
}

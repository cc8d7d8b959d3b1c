using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>An end of an interval.</summary>
/// <param name="Value">Where it is; infinite for none.</param>
/// <param name="Expression">How it was written.</param>
/// <param name="IsIn">Whether it belongs to the interval.</param>
internal readonly record struct Bound(double Value, Expression Expression, bool IsIn)
{
    /// <summary>No lower end.</summary>
    public static Bound Below { get; } = new(double.NegativeInfinity, new Name("infinity"), false);

    /// <summary>No upper end.</summary>
    public static Bound Above { get; } = new(double.PositiveInfinity, new Name("infinity"), false);
}

/// <summary>An interval, or a point.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct Segment(Bound Low, Bound High);

/// <summary>Sets of reals as intervals in ascending order that neither meet nor touch.</summary>
internal static class Segments
{
    /// <summary>What is in one of two sets.</summary>
    /// <param name="a">A set.</param>
    /// <param name="b">Another.</param>
    public static List<Segment> Union(List<Segment> a, List<Segment> b)
    {
        var merged = new List<Segment>();
        foreach (var segment in a.Concat(b).OrderBy(segment => segment.Low.Value).ThenByDescending(segment => segment.Low.IsIn))
        {
            if (merged.Count == 0 || !Touch(merged[^1].High, segment.Low)) merged.Add(segment);
            else if (IsFurther(segment.High, merged[^1].High)) merged[^1] = merged[^1] with { High = segment.High };
        }
        return merged;
    }

    /// <summary>What is in both of two sets.</summary>
    /// <param name="a">A set.</param>
    /// <param name="b">Another.</param>
    public static List<Segment> Intersection(List<Segment> a, List<Segment> b)
    {
        var common = new List<Segment>();
        foreach (var x in a)
        {
            foreach (var y in b)
            {
                var low = x.Low.Value > y.Low.Value || (x.Low.Value == y.Low.Value && !x.Low.IsIn) ? x.Low : y.Low;
                var high = IsFurther(x.High, y.High) ? y.High : x.High;
                if (low.Value < high.Value || (low.Value == high.Value && low.IsIn && high.IsIn)) common.Add(new(low, high));
            }
        }
        return Union(common, []);
    }

    /// <summary>What is not in a set.</summary>
    /// <param name="set">The set.</param>
    public static List<Segment> Complement(List<Segment> set)
    {
        var rest = new List<Segment>();
        var low = Bound.Below;
        foreach (var segment in set)
        {
            if (!double.IsInfinity(segment.Low.Value)) rest.Add(new(low, segment.Low with { IsIn = !segment.Low.IsIn }));
            low = segment.High with { IsIn = !segment.High.IsIn };
        }
        if (!double.IsPositiveInfinity(low.Value)) rest.Add(new(low, Bound.Above));
        return rest;
    }

    private static bool IsFurther(Bound a, Bound b) => a.Value > b.Value || (a.Value == b.Value && a.IsIn && !b.IsIn);

    private static bool Touch(Bound high, Bound low) => high.Value > low.Value || (high.Value == low.Value && (high.IsIn || low.IsIn));
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Agro.Engine.Recipes.Binding;

/// <summary>
/// Reads range attributes. They are not asked to validate: with a type as their operand they would go through TypeDescriptor, which
/// keeps plugin types alive.
/// </summary>
internal static class Ranges
{
    public static bool Holds(RangeAttribute? range, double value)
    {
        if (range is null) return true;
        var (lowest, highest) = Bounds(range);
        return !(value < lowest || (range.MinimumIsExclusive && value == lowest)
            || value > highest || (range.MaximumIsExclusive && value == highest));
    }

    /// <summary>The range in words, such as <c>more than 0</c>; empty when everything is allowed.</summary>
    public static string Text(RangeAttribute? range)
    {
        if (range is null) return "";
        var (lowest, highest) = Limits(range);
        if (lowest is not null && highest is not null && !range.MinimumIsExclusive && !range.MaximumIsExclusive)
            return $"between {Number(lowest.Value)} and {Number(highest.Value)}";
        var lower = lowest is null ? null : (range.MinimumIsExclusive ? "more than " : "at least ") + Number(lowest.Value);
        var upper = highest is null ? null : (range.MaximumIsExclusive ? "less than " : "at most ") + Number(highest.Value);
        return string.Join(" and ", new[] { lower, upper }.OfType<string>());
    }

    /// <summary>The bounds; null where the attribute only says that there is none.</summary>
    public static (double? Lowest, double? Highest) Limits(RangeAttribute range)
    {
        var (lowest, highest) = Bounds(range);
        return (lowest is double.NegativeInfinity or double.MinValue or int.MinValue or long.MinValue or float.MinValue ? null : lowest,
            highest is double.PositiveInfinity or double.MaxValue or int.MaxValue or long.MaxValue or float.MaxValue ? null : highest);
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static (double Lowest, double Highest) Bounds(RangeAttribute range) =>
        (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
}

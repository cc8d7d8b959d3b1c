using System.Globalization;

namespace Agro.Engine.Hooks.Packages;

/// <summary>A package's version by Semantic Versioning 2.0, with NuGet's optional fourth number. What follows a <c>+</c> does not count.</summary>
/// <param name="Numbers">Its four numbers.</param>
/// <param name="Label">What makes it a prerelease, such as <c>beta.2</c>; empty for a release.</param>
internal sealed record PackageVersion(Version Numbers, string Label) : IComparable<PackageVersion>
{
    /// <summary>Whether it is a prerelease.</summary>
    public bool IsPrerelease => Label.Length > 0;

    /// <summary>Reads a version; null when the text is none.</summary>
    public static PackageVersion? Of(string text)
    {
        var plain = text.Trim().Split('+')[0];
        var dash = plain.IndexOf('-', StringComparison.Ordinal);
        var (numbers, label) = dash < 0 ? (plain, "") : (plain[..dash], plain[(dash + 1)..]);
        var parts = numbers.Split('.');
        if (parts.Length > 4 || (dash >= 0 && label.Length == 0)) return null;
        var values = new int[4];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out values[i])) return null;
        }

        return new(new Version(values[0], values[1], values[2], values[3]), label);
    }

    /// <inheritdoc/>
    public int CompareTo(PackageVersion? other)
    {
        if (other is null) return 1;
        var numbers = Numbers.CompareTo(other.Numbers);
        if (numbers != 0) return numbers;
        // A release comes after its prereleases.
        return IsPrerelease && other.IsPrerelease ? CompareLabels(Label, other.Label) : other.IsPrerelease.CompareTo(IsPrerelease);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var numbers = Numbers.Revision == 0 ? Numbers.ToString(3) : Numbers.ToString();
        return IsPrerelease ? $"{numbers}-{Label}" : numbers;
    }

    private static int CompareLabels(string left, string right)
    {
        var (mine, others) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Min(mine.Length, others.Length); i++)
        {
            var order = CompareParts(mine[i], others[i]);
            if (order != 0) return order;
        }

        return mine.Length.CompareTo(others.Length);
    }

    /// <summary>Numbers by value and before words; words by their letters.</summary>
    private static int CompareParts(string left, string right)
    {
        var isLeft = long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
        var isRight = long.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
        if (isLeft && isRight) return leftNumber.CompareTo(rightNumber);
        return isLeft || isRight ? isRight.CompareTo(isLeft) : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }
}

namespace Agro.Engine.Hooks.Packages;

/// <summary>Which versions of a package will do, in NuGet's notation: <c>1.2</c> is 1.2 or newer, <c>[1.2]</c> is 1.2, <c>[1.2, 2)</c> is up to 2.</summary>
/// <param name="Least">The lowest; null for any.</param>
/// <param name="Most">The highest; null for any.</param>
internal sealed record VersionRange(PackageVersion? Least, PackageVersion? Most)
{
    /// <summary>Every version.</summary>
    public static readonly VersionRange Any = new(null, null);

    private bool WithoutLeast { get; init; }

    private bool WithoutMost { get; init; }

    /// <summary>Reads a range; null when the text is none.</summary>
    public static VersionRange? Of(string text)
    {
        text = text.Trim();
        if (text.Length == 0) return Any;
        if (text[0] is not ('[' or '(')) return PackageVersion.Of(text) is { } least ? new(least, null) : null;
        if (text[^1] is not (']' or ')')) return null;
        var ends = text[1..^1].Split(',');
        if (ends.Length > 2 || ends.Any(end => end.Trim().Length > 0 && PackageVersion.Of(end) is null)) return null;
        var (low, high) = (PackageVersion.Of(ends[0]), PackageVersion.Of(ends[^1]));
        if (ends.Length == 1 && (low is null || text[0] == '(' || text[^1] == ')')) return null;
        return new(low, high) { WithoutLeast = text[0] == '(', WithoutMost = text[^1] == ')' };
    }

    /// <summary>Whether a version is high enough.</summary>
    public bool Reaches(PackageVersion version) => Least is null || version.CompareTo(Least) is > 0 || (!WithoutLeast && version.CompareTo(Least) == 0);

    /// <summary>Whether a version will do.</summary>
    public bool Contains(PackageVersion version) =>
        Reaches(version) && (Most is null || version.CompareTo(Most) is < 0 || (!WithoutMost && version.CompareTo(Most) == 0));

    /// <inheritdoc/>
    public override string ToString() => (Least, Most) switch
    {
        (null, null) => "any version",
        ({ } least, null) => $"{least} or newer",
        (null, { } most) => $"{most} or older",
        ({ } least, { } most) => least.CompareTo(most) == 0 ? $"{least}" : $"{least} to {most}",
    };
}

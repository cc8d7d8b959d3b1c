using System.Text.RegularExpressions;

namespace Agro.Engine.Hooks.Packages;

/// <summary>A package that a script asks for.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The version; null for the newest that is there.</param>
internal sealed partial record PackageRequest(string Id, PackageVersion? Version)
{
    private const string Scheme = "nuget:";

    /// <summary>Whether what <c>#r</c> names is a package.</summary>
    public static bool IsOne(string reference) => reference.TrimStart().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads what <c>#r</c> names.</summary>
    /// <param name="reference">Such as <c>nuget: Name, 1.2.3</c>.</param>
    /// <exception cref="PackageException">It is neither that nor <c>nuget: Name</c>.</exception>
    public static PackageRequest Of(string reference)
    {
        var parts = reference.TrimStart()[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries);
        var version = parts.Length == 2 ? PackageVersion.Of(parts[1].TrimStart('[').TrimEnd(']')) : null;
        if (parts.Length > 2 || (parts.Length == 2 && version is null) || !Name().IsMatch(parts[0]))
        {
            throw new PackageException(reference, $"found '{reference.Trim()}', must be \"nuget: NAME, 1.2.3\", or \"nuget: NAME\" for the newest restored version");
        }

        return new(parts[0], version);
    }

    [GeneratedRegex(@"^\w+([_.-]\w+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

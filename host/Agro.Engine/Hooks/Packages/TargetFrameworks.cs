using System.Globalization;
using System.Text.RegularExpressions;

namespace Agro.Engine.Hooks.Packages;

/// <summary>Which of a package's frameworks fit this runtime best. The .NET Framework's never do.</summary>
internal static partial class TargetFrameworks
{
    /// <summary>The framework that fits best; null when none does.</summary>
    /// <param name="names">Frameworks as folders or nuspec files name them, such as <c>net8.0</c> or <c>.NETStandard2.0</c>.</param>
    public static string? Best(IEnumerable<string> names) =>
        names.Select(name => (Name: name, Rank: RankOf(name))).Where(entry => entry.Rank is not null)
            .OrderBy(entry => entry.Rank).LastOrDefault().Name;

    /// <summary>Higher is nearer to this runtime; null does not fit.</summary>
    private static double? RankOf(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success) return null;
        var version = double.Parse(match.Groups["version"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return match.Groups["kind"].Value.TrimStart('.').ToUpperInvariant() switch
        {
            "NET" when version >= 5 && version < Environment.Version.Major + 1 => 300 + version,
            "NETCOREAPP" when version < 5 => 200 + version,
            "NETCOREAPP" when version < Environment.Version.Major + 1 => 300 + version,
            "NETSTANDARD" => 100 + version,
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?<kind>net|netcoreapp|netstandard|\.NETCoreApp,?|\.NETStandard,?)(Version=v)?(?<version>[0-9]+\.[0-9]+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

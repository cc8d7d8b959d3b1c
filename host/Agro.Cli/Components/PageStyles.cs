using Spectre.Console;

namespace Agro.Cli.Components;

/// <summary>How pages about components look.</summary>
internal static class PageStyles
{
    private const int HashShown = 8;

    /// <summary>Of a heading.</summary>
    public static Style Title { get; } = new(decoration: Decoration.Bold);

    /// <summary>Of what is looked for in the page.</summary>
    public static Style Name { get; } = new(Color.Green);

    /// <summary>Of what is there for completeness.</summary>
    public static Style Quiet { get; } = new(decoration: Decoration.Dim);

    /// <summary>As much of a hash as tells versions apart.</summary>
    /// <param name="hash">The hash, in hexadecimal.</param>
    public static string ShortHash(string hash) => hash[..Math.Min(HashShown, hash.Length)];

    /// <summary>A version without most of the commit that a build puts after a plus.</summary>
    /// <param name="version">The version.</param>
    public static string ShortVersion(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 1 + HashShown)];
    }
}

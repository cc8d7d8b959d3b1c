using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Decimals with a comma: 12,5. Three digits behind it would be thousands.</summary>
internal static partial class DecimalComma
{
    /// <summary>The answer with a point for its comma.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The answer; null where no single comma can be one of a decimal.</returns>
    public static string? ToPoint(string answer)
    {
        var comma = answer.IndexOf(',', StringComparison.Ordinal);
        if (comma < 1 || answer.Length > 60 || answer.IndexOf(',', comma + 1) >= 0 || answer.AsSpan().ContainsAny('(', '[')) return null;
        var replaced = Number().Replace(answer, "$1.$2", 1);
        return ReferenceEquals(replaced, answer) || replaced.Contains(',', StringComparison.Ordinal) ? null : replaced;
    }

    [GeneratedRegex("""(?<![\d.])(\d+)(?:,|\{,\})(\d{1,2}|\d{4,})(?!\d)""", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

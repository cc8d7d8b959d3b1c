using System.Text;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>Reads the regular expressions of schemas, which are ECMAScript's.</summary>
internal static class SchemaPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Reads an expression; one that takes over a second on a completion is a fault of the reward.</summary>
    /// <param name="part">The keyword, for messages.</param>
    /// <param name="pattern">The expression.</param>
    /// <exception cref="InputException">It is none.</exception>
    public static Regex Read(SchemaPart part, string pattern)
    {
        var closed = WithStrictEnds(pattern);
        try
        {
            return new Regex(closed, RegexOptions.ECMAScript, Limit);
        }
        catch (ArgumentException)
        {
            // Unicode classes are ECMAScript's too, but not in .NET's mode for it.
            return ReadUnicode(part, closed);
        }
    }

    private static Regex ReadUnicode(SchemaPart part, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        }
        catch (ArgumentException exception)
        {
            throw part.Fault($"has no regular expression: {exception.Message}");
        }
    }

    // In .NET a $ also stands before a last line end.
    private static string WithStrictEnds(string pattern)
    {
        var strict = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                strict.Append(pattern, i++, 2);
                continue;
            }

            if (pattern[i] is '[' or ']') inClass = pattern[i] == '[';
            if (pattern[i] == '$' && !inClass) strict.Append(@"(?!\n)$");
            else strict.Append(pattern[i]);
        }

        return strict.ToString();
    }
}

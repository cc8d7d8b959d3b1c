using System.Globalization;
using System.Text;

namespace Agro.Models.Tokenizers.Normalization;

/// <summary>Changes that look at one character at a time.</summary>
internal static class CharacterChanges
{
    /// <summary>Lower case without regard to neighbors. The dotted capital I is the one character whose lower case is two.</summary>
    public static string Lowercase(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x130) result.Append("i\u0307");
            else result.Append(Rune.ToLowerInvariant(rune));
        }
        return result.ToString();
    }

    /// <summary>Leaves out marks of every kind.</summary>
    public static string StripAccents(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)) result.Append(rune);
        }
        return result.ToString();
    }

    public static string Strip(string text, bool left, bool right) =>
        (left, right) switch { (true, true) => text.Trim(), (true, false) => text.TrimStart(), (false, true) => text.TrimEnd(), _ => text };
}

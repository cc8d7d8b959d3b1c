using System.Globalization;
using System.Text;

namespace Agro.Cli.Terminal;

/// <summary>
/// Makes text of unknown origin fit to be shown: completions hold whatever the policy sampled, escape sequences included. What would
/// move the cursor, change direction or hide is shown as a sign or as its code point.
/// </summary>
internal static class VisibleText
{
    private const int JoinerOfEmoji = 0x200d;

    /// <summary>As many marks as stacked accents of real scripts have; more would paint over the lines around.</summary>
    private const int MarksInARow = 3;

    /// <summary>Replaces everything that is not plainly visible.</summary>
    /// <param name="text">Any text; broken surrogate pairs are allowed.</param>
    /// <param name="keepBreaks">Whether each line end stays as <c>\n</c>; else it becomes a sign.</param>
    /// <returns>Text without control characters, save <c>\n</c> where asked for.</returns>
    public static string Clean(string text, bool keepBreaks = false)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length + 16);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || rune.Value == JoinerOfEmoji ? marks + 1 : 0;
            if (rune.Value == '\n') clean.Append(keepBreaks ? '\n' : '↵');
            else if (rune.Value == '\r' && keepBreaks) continue;
            else if (rune.Value < ' ') clean.Append((char)(0x2400 + rune.Value));
            else if (rune.Value == 0x7f) clean.Append('\u2421');
            else if (marks > MarksInARow) clean.Append(marks == MarksInARow + 1 ? "…" : "");
            else if (IsHidden(category) && rune.Value != JoinerOfEmoji) clean.Append(CultureInfo.InvariantCulture, $"‹{rune.Value:x4}›");
            else clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    private static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}

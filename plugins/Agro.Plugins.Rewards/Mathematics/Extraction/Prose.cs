using System.Buffers;
using Agro.Plugins.Rewards.Mathematics.Parsing;

namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Tells sentences from formulas.</summary>
internal static class Prose
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    /// <summary>Whether a text has words around its formula.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False for formulas, numbers with a unit, and one or two words that are an answer themselves.</returns>
    public static bool Has(string text)
    {
        var (words, others) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i = SkipCommand(text, i);
                others = true;
            }
            else if (char.IsLetter(text[i]))
            {
                var start = i;
                while (i + 1 < text.Length && char.IsLetter(text[i + 1])) i++;
                if (IsWord(text[start..(i + 1)])) words++;
                else others = true;
            }
            else others |= char.IsAsciiDigit(text[i]) || text[i] is '=' or ':';
        }
        return others ? words > 0 : words > 3;
    }

    /// <summary>Whether letters are a word of a sentence, not variables side by side or a unit.</summary>
    /// <param name="letters">A run of letters.</param>
    public static bool IsSentenceWord(string letters) => letters.Length switch
    {
        < 2 => false,
        < 4 => letters is "the" or "for" or "per" or "has" or "had" or "she" or "her" or "his" or "was" or "are" or "not" or "but" or "you"
            or "he" or "is" or "of" or "to" or "so" or "it" or "at" or "on" or "we" or "an" or "by" or "as",
        _ => IsWord(letters) && letters.AsSpan().IndexOfAny(Vowels) >= 0,
    };

    // \text{…} belongs to the formula.
    private static int SkipCommand(string text, int at)
    {
        var start = at + 1;
        while (at + 1 < text.Length && char.IsAsciiLetter(text[at + 1])) at++;
        if (at + 1 >= text.Length || text[at + 1] != '{' || !IsVerbatim(text[start..(at + 1)])) return at;
        return text.IndexOf('}', at) is var close and > 0 ? close : at;
    }

    private static bool IsVerbatim(string command) => command is "begin" or "end" || Vocabulary.TextCommands.Contains(command)
        || Vocabulary.FontCommands.Contains(command);

    private static bool IsWord(string letters) => letters.Length >= 2 && letters[0] > 127
        || (letters.Length >= 3 && !Vocabulary.Units.Contains(letters) && !Vocabulary.Functions.ContainsKey(letters)
            && !Vocabulary.Names.ContainsKey(letters) && letters is not ("and" or "sqrt" or "frac" or "pct" or "percentage" or "mod"));
}

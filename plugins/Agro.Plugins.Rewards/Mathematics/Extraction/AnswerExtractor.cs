using System.Collections.Immutable;
using Agro.Plugins.Rewards.Answers;
using Agro.Plugins.Rewards.Mathematics.Parsing;

namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Finds final answers in text.</summary>
/// <param name="places">Where to look, the first that has one counts.</param>
/// <param name="longest">The longest text that may be an answer as a whole.</param>
internal sealed class AnswerExtractor(ImmutableArray<AnswerPlace> places, int longest = AnswerExtractor.MaxWhole)
{
    private const int MaxWhole = 400;

    /// <summary>Finds the answer of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The answer; null where there is none.</returns>
    public FoundAnswer? Find(string text)
    {
        foreach (var place in places)
            if (FindAt(place, text) is { Length: > 0 } answer) return new(answer, place);
        return null;
    }

    private string? FindAt(AnswerPlace place, string text) => place switch
    {
        AnswerPlace.Boxed => Boxes.LastAnswer(text),
        AnswerPlace.Hash => AnswerFinder.AfterMarker(text, AnswerFinder.Hash),
        AnswerPlace.Whole => Whole(text, longest),
        AnswerPlace.Phrase => Announced(text),
        AnswerPlace.Formula => LastFormula(text),
        AnswerPlace.LastNumber => LastNumber.Find(text),
        _ => null,
    };

    private static string? Whole(string text, int longest)
    {
        var whole = text.AsSpan().Trim();
        if (whole.Length == 0 || whole.Length > longest || whole.Contains('\n') || Formulas.Has(text)) return null;
        var answer = whole.TrimEnd('$').TrimStart('$').ToString();
        return Prose.Has(answer) ? null : answer;
    }

    private static string? Announced(string text)
    {
        if (Phrases.Last(text) is not { } sentence) return null;
        if (Formulas.Last(sentence) is { } formula) return IsReadable(formula.Content) ? formula.Content : null;
        return Whole(sentence, MaxWhole) is { } whole && IsReadable(whole) ? whole : LastNumber.Find(sentence);
    }

    private static string? LastFormula(string text)
    {
        if (Formulas.Last(text) is not { } formula || !IsReadable(formula.Content)) return null;
        // "the value of $n$ is 34"
        return IsName(formula.Content) && LastNumber.Find(text[formula.End..]) is { } number ? number : formula.Content;
    }

    private static bool IsName(string formula) =>
        formula.Length <= 8 && char.IsLetter(formula[0]) && formula.AsSpan().IndexOfAnyInRange('0', '9') < 0 && !formula.Contains('=', StringComparison.Ordinal);

    private static bool IsReadable(string answer)
    {
        try
        {
            Parser.Parse(answer);
            return true;
        }
        catch (NotVerifiableException)
        {
            return false;
        }
    }
}

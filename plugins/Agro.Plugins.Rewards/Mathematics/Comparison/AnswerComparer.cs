using Agro.Plugins.Rewards.Mathematics.Expressions;
using Agro.Plugins.Rewards.Mathematics.Parsing;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Compares answers as they were written.</summary>
/// <param name="rules">What counts as the same.</param>
internal sealed class AnswerComparer(ComparisonRules rules)
{
    /// <summary>Compares two answers.</summary>
    /// <param name="gold">The right one.</param>
    /// <param name="answer">The other.</param>
    public Verdict Compare(string gold, string answer)
    {
        var plain = TextForm.Of(gold);
        if (plain.Length > 0 && string.Equals(plain, TextForm.Of(answer), StringComparison.Ordinal)) return new(true, "the same text");
        if (TextForm.AreSameWords(gold, answer)) return new(true, "the same words");
        try
        {
            (gold, answer) = (SetNames.Symbol(gold), SetNames.Symbol(answer));
            var verdict = Compare(gold, answer, groups: true, tight: true);
            return verdict.IsEqual || !MayHaveComma(gold, answer) ? verdict : CompareWithPoints(gold, answer) ?? verdict;
        }
        catch (NotVerifiableException exception)
        {
            return new(false, $"not verifiable: {exception.Message}");
        }
    }

    private static bool MayHaveComma(string gold, string answer) =>
        gold.Contains(',', StringComparison.Ordinal) != answer.Contains(',', StringComparison.Ordinal);

    // "12,5" is a decimal where the other answer is one number.
    private Verdict? CompareWithPoints(string gold, string answer)
    {
        var (right, other) = (DecimalComma.ToPoint(gold), DecimalComma.ToPoint(answer));
        return right is null == other is null ? null : Compare(right ?? gold, other ?? answer, groups: true, tight: true);
    }

    private Verdict Compare(string gold, string answer, bool groups, bool tight)
    {
        var (right, other) = (Parser.Parse(gold, groups, tight), Parser.Parse(answer, groups, tight));
        var verdict = new StructureComparer(rules).Compare(right, other);
        if (verdict.IsEqual) return verdict;
        // "1/2x" is written for both 1/(2x) and x/2.
        if (tight && (HasLooseDivision(gold) || HasLooseDivision(answer))) return CompareLoosely(gold, answer, groups);
        // "100,200" may also be two numbers, where the other answer is a list.
        if (!groups || (right is Collection == other is Collection) || !HasGroups(gold, answer)) return verdict;
        return Compare(gold, answer, groups: false, tight);
    }

    private Verdict CompareLoosely(string gold, string answer, bool groups)
    {
        var gentle = Parser.Parse(gold, groups, tight: !HasLooseDivision(gold));
        return new StructureComparer(rules).Compare(gentle, Parser.Parse(answer, groups, tight: !HasLooseDivision(answer)));
    }

    private static bool HasLooseDivision(string answer)
    {
        for (var i = answer.IndexOf('/', StringComparison.Ordinal) + 1; i > 0 && i < answer.Length; i++)
            if ((char.IsAsciiLetter(answer[i]) || answer[i] is '(' || (answer[i] == '\\' && i + 1 < answer.Length && char.IsAsciiLetter(answer[i + 1])))
                && char.IsAsciiDigit(answer[i - 1])) return true;
        return false;
    }

    private static bool HasGroups(string gold, string answer) => gold.Contains(',', StringComparison.Ordinal) && answer.Contains(',', StringComparison.Ordinal);
}

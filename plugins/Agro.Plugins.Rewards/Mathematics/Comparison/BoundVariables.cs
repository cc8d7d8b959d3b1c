using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Definitions of one function with its arguments named differently: f(x) = x^2 and f(t) = t^2.</summary>
internal static class BoundVariables
{
    /// <summary>What two definitions say, with the same names for the arguments.</summary>
    /// <param name="gold">A definition.</param>
    /// <param name="answer">Another.</param>
    /// <returns>The two right sides; null where these are no definitions of one function, or the names are the same.</returns>
    public static (Expression Gold, Expression Answer)? Align(Relation gold, Relation answer)
    {
        if (gold.Signs is not ["="] || answer.Signs is not ["="]) return null;
        if (Read(gold.Operands[0]) is not var (function, names) || Read(answer.Operands[0]) is not var (other, others)) return null;
        if (!string.Equals(function, other, StringComparison.OrdinalIgnoreCase) || names.Length != others.Length || names.AsSpan().SequenceEqual(others)) return null;
        return (Rename(gold.Operands[1], names), Rename(answer.Operands[1], others));
    }

    private static Expression Rename(Expression body, string[] names) =>
        Substitution.Replace(body, names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => (Expression)new Name($"argument_{pair.i}")));

    // f(x, y), or a sequence's a_n.
    private static (string Function, string[] Names)? Read(Expression label)
    {
        if (label is Name { Text: [_, '_', >= 'a' and <= 'z'] text }) return (text[..1], [text[2..]]);
        if (label is not Apply apply || !apply.Function.EndsWith("()", StringComparison.Ordinal)) return null;
        var names = apply.Arguments.OfType<Name>().Select(name => name.Text).Distinct().ToArray();
        return names.Length == apply.Arguments.Length ? (apply.Function, names) : null;
    }
}

using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Variables whose case was changed: 3R^2 and 3r^2.</summary>
internal static class CaseFolding
{
    /// <summary>Whether one of two formulas has a variable in upper case.</summary>
    /// <param name="a">A formula.</param>
    /// <param name="b">Another.</param>
    public static bool MayMatter(Expression a, Expression b)
    {
        var (first, second) = (Substitution.Names(a), Substitution.Names(b));
        return !first.SetEquals(second) && first.Select(Lower).ToHashSet().SetEquals(second.Select(Lower));
    }

    /// <summary>A formula with its variables in lower case.</summary>
    /// <param name="expression">The formula.</param>
    /// <returns>The formula; null where it has a variable in both cases, or one that would become a constant.</returns>
    public static Expression? Fold(Expression expression)
    {
        var names = Substitution.Names(expression);
        var folded = names.Select(Lower).ToHashSet();
        return folded.Count < names.Count || folded.Overlaps(["e", "i"]) && !names.Overlaps(["e", "i"]) ? null : Rename(expression);
    }

    private static string Lower(string name) => name.Length == 1 ? name.ToLowerInvariant() : name;

    private static Expression Rename(Expression expression) => expression switch
    {
        Name name => new Name(Lower(name.Text)),
        Apply apply => new Apply(apply.Function, Array.ConvertAll(apply.Arguments, Rename)),
        _ => expression,
    };
}

using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Lists of values of named unknowns: p = 5, q = 2.</summary>
internal static class Assignments
{
    /// <summary>Whether an answer gives one value to each of several names.</summary>
    /// <param name="expression">The answer.</param>
    public static bool IsOne(Expression expression) => Names(expression) is { } names && names.Distinct().Count() == names.Length;

    /// <summary>The answers of a list that names its unknowns again and again: <c>p=5, q=2, p=7, q=2</c> are two tuples.</summary>
    /// <param name="list">The list.</param>
    /// <returns>A list of tuples; null where it is another list.</returns>
    public static Collection? Group(Collection list)
    {
        if (list.Items.Length < 4 || Names(list) is not { } names) return null;
        var size = Array.IndexOf(names, names[0], 1);
        if (size < 2 || names.Length % size != 0 || names.Take(size).Distinct().Count() != size) return null;
        for (var i = size; i < names.Length; i++)
            if (names[i] != names[i - size]) return null;
        return new("", [.. list.Items.Chunk(size).Select(items => new Collection("(", items, ")"))], "");
    }

    private static string[]? Names(Expression expression) => expression is Collection { Open: "", Items.Length: > 1 } list
        && Array.TrueForAll(list.Items, item => item is Relation { Signs: ["="], Operands: [Name, _] })
            ? Array.ConvertAll(list.Items, item => ((Name)((Relation)item).Operands[0]).Text)
            : null;
}

using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Puts expressions in the place of variables.</summary>
internal static class Substitution
{
    /// <summary>Replaces variables, all at once.</summary>
    /// <param name="expression">The formula.</param>
    /// <param name="values">What each variable becomes.</param>
    public static Expression Replace(Expression expression, IReadOnlyDictionary<string, Expression> values) => expression switch
    {
        Name name => values.GetValueOrDefault(name.Text, name),
        Apply apply => new Apply(apply.Function, Array.ConvertAll(apply.Arguments, argument => Replace(argument, values))),
        Collection list => new Collection(list.Open, Array.ConvertAll(list.Items, item => Replace(item, values)), list.Close),
        Relation relation => new Relation(Array.ConvertAll(relation.Operands, operand => Replace(operand, values)), relation.Signs),
        Matrix matrix => new Matrix(Array.ConvertAll(matrix.Rows, row => Array.ConvertAll(row, entry => Replace(entry, values)))),
        _ => expression,
    };

    /// <summary>The variables of a formula.</summary>
    /// <param name="expression">The formula.</param>
    public static HashSet<string> Variables(Expression expression)
    {
        var names = new HashSet<string>();
        Collect(expression, names);
        return names;
    }

    private static void Collect(Expression expression, HashSet<string> names)
    {
        if (expression is Name { Text: not ("pi" or "e" or "i" or "infinity") } name) names.Add(name.Text);
        else if (expression is Apply apply) foreach (var argument in apply.Arguments) Collect(argument, names);
    }
}

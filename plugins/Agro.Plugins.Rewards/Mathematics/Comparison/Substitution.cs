using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Puts expressions in the place of variables.</summary>
internal static class Substitution
{
    /// <summary>Replaces variables, all at once.</summary>
    /// <param name="expression">The formula.</param>
    /// <param name="values">What each variable becomes.</param>
    /// <exception cref="NotVerifiableException">A variable is what the formula derives by.</exception>
    public static Expression Replace(Expression expression, IReadOnlyDictionary<string, Expression> values) => expression switch
    {
        Name name => values.GetValueOrDefault(name.Text, name),
        Apply { Function: "sum" or "prod" or "int" or "lim" or "derivative", Arguments: [_, Name, ..] } binder => ReplaceInBinder(binder, values),
        Apply apply => new Apply(apply.Function, Array.ConvertAll(apply.Arguments, argument => Replace(argument, values))),
        Collection list => new Collection(list.Open, Array.ConvertAll(list.Items, item => Replace(item, values)), list.Close),
        Relation relation => new Relation(Array.ConvertAll(relation.Operands, operand => Replace(operand, values)), relation.Signs),
        Matrix matrix => new Matrix(Array.ConvertAll(matrix.Rows, row => Array.ConvertAll(row, entry => Replace(entry, values)))),
        _ => expression,
    };

    // The variable of a sum is its own, whatever has the same name outside.
    private static Apply ReplaceInBinder(Apply binder, IReadOnlyDictionary<string, Expression> values)
    {
        var own = ((Name)binder.Arguments[1]).Text;
        if (values.ContainsKey(own) && binder.Arguments.Length == 2) throw new NotVerifiableException("a value in place of what a formula derives by");
        var inside = values.Where(pair => pair.Key != own).ToDictionary();
        return new(binder.Function, [Replace(binder.Arguments[0], inside), binder.Arguments[1], .. binder.Arguments[2..].Select(bound => Replace(bound, values))]);
    }

    /// <summary>The variables of a formula.</summary>
    /// <param name="expression">The formula.</param>
    public static HashSet<string> Variables(Expression expression)
    {
        var names = Names(expression);
        names.ExceptWith(["pi", "e", "i", "infinity"]);
        return names;
    }

    /// <summary>The names in a formula: its variables, and constants.</summary>
    /// <param name="expression">The formula.</param>
    public static HashSet<string> Names(Expression expression)
    {
        var names = new HashSet<string>();
        Collect(expression, names);
        return names;
    }

    private static void Collect(Expression expression, HashSet<string> names)
    {
        if (expression is Name name) names.Add(name.Text);
        else if (expression is Apply apply) foreach (var argument in apply.Arguments) Collect(argument, names);
    }
}

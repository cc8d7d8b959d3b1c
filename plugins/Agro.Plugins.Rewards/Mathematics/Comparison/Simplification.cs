using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Takes off what an answer may have around its value.</summary>
internal static class Simplification
{
    /// <summary>The answer without approximations behind it, and with matrices computed.</summary>
    /// <param name="expression">The answer.</param>
    public static Expression Simplify(Expression expression) => expression switch
    {
        Relation relation => WithoutApproximation(relation),
        Collection { Open: "", Items: [var only] } => Simplify(only),
        Collection { Open: "" } list when Array.Exists(list.Items, IsQualifier) && !Array.TrueForAll(list.Items, IsQualifier) =>
            Simplify(new Collection("", [.. list.Items.Where(item => !IsQualifier(item))], "")),
        Collection { Open: "" } list when Assignments.Group(list) is { } tuples => tuples,
        Collection { Open: ":" } ratio => new Collection("(", [.. ratio.Items.Skip(1).Select(item => new Apply("/", item, ratio.Items[0]))], ")"),
        Apply apply when HasMatrix(apply) => MatrixArithmetic.Compute(apply),
        _ => expression,
    };

    // "..., k in Z" says what k is.
    private static bool IsQualifier(Expression item) =>
        item is Relation { Signs: ["in"], Operands: [Name, Name { Text: "Integers" or "Naturals" or "Reals" or "Rationals" or "Complexes" or "Z" or "N" or "R" or "Q" or "C" }] };

    // x = 1/3 ≈ 0.33 says x = 1/3; A ≈ 7 says A = 7.
    private static Expression WithoutApproximation(Relation relation)
    {
        var at = Array.IndexOf(relation.Signs, "≈");
        if (at < 0) return relation;
        if (at == 0 && Labels.IsLabel(relation.Operands[0])) return Simplify(relation.Operands[^1]);
        return at == 0 ? relation.Operands[0] : new Relation(relation.Operands[..(at + 1)], relation.Signs[..at]);
    }

    /// <summary>The values of an answer: those of a list or set, both signs of a plus-minus.</summary>
    /// <param name="expression">The answer.</param>
    public static List<Expression> Items(Expression expression)
    {
        var items = new List<Expression>();
        Collect(Simplify(expression), items);
        return items;
    }

    /// <summary>The operands of one operation, however it is grouped.</summary>
    /// <param name="expression">An expression.</param>
    /// <param name="function">The operation.</param>
    public static List<Expression> Parts(Expression expression, string function) => expression is Apply apply && apply.Function == function
        ? [.. apply.Arguments.SelectMany(argument => Parts(argument, function))]
        : [expression];

    private static void Collect(Expression expression, List<Expression> items)
    {
        if (items.Count > 100) throw new NotVerifiableException("an answer of too many parts");
        switch (expression)
        {
            case Collection { IsUnordered: true } list:
                foreach (var item in list.Items) Collect(Simplify(item), items);
                break;
            case Relation relation when Labels.ValueOf(relation) is { } value && (value is Collection { IsUnordered: true } || HasSigns(value)):
                Collect(value, items);
                break;
            case Apply or Collection when HasSigns(expression):
                items.Add(Choose(expression, "+"));
                items.Add(Choose(expression, "-"));
                break;
            default:
                items.Add(expression);
                break;
        }
    }

    /// <summary>Whether an answer has a plus-minus.</summary>
    /// <param name="expression">The answer.</param>
    public static bool HasSigns(Expression expression) => expression switch
    {
        Apply { Function: "±" } => true,
        Apply apply => Array.Exists(apply.Arguments, HasSigns),
        Collection list => Array.Exists(list.Items, HasSigns),
        Relation relation => Array.Exists(relation.Operands, HasSigns),
        _ => false,
    };

    private static Expression Choose(Expression expression, string sign) => expression switch
    {
        Apply { Function: "±", Arguments: [var only] } => sign == "+" ? Choose(only, sign) : new Apply("-", Choose(only, sign)),
        Apply apply => new Apply(apply.Function == "±" ? sign : apply.Function, Array.ConvertAll(apply.Arguments, argument => Choose(argument, sign))),
        Collection list => new Collection(list.Open, Array.ConvertAll(list.Items, item => Choose(item, sign)), list.Close),
        _ => expression,
    };

    private static bool HasMatrix(Expression expression) => expression switch
    {
        Matrix => true,
        Apply { Function: "det" } => false,
        Apply apply => Array.Exists(apply.Arguments, HasMatrix),
        _ => false,
    };
}

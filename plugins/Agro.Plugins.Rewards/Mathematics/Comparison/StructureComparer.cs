using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Compares answers by their structure, down to formulas.</summary>
/// <param name="rules">What counts as the same.</param>
internal sealed class StructureComparer(ComparisonRules rules)
{
    private const int MaxItems = 40;

    private readonly ScalarComparer _scalars = new(rules);
    private int _comparisons;

    /// <summary>Compares two answers.</summary>
    /// <param name="gold">The right one.</param>
    /// <param name="answer">The other.</param>
    public Verdict Compare(Expression gold, Expression answer)
    {
        // Lists of lists are compared each with each.
        if (++_comparisons > 2000) throw new NotVerifiableException("an answer of too many parts");
        (gold, answer) = (Simplification.Simplify(gold), Simplification.Simplify(answer));
        if (gold is Relation || answer is Relation) return CompareRelations(gold, answer);
        if (gold is Words || answer is Words)
            return new(gold is Words x && answer is Words y && TextForm.AreSameWords(x.Text, y.Text), "words");
        if (RealSets.IsSet(gold) || RealSets.IsSet(answer)) return CompareSets(gold, answer);
        if (gold is Matrix || answer is Matrix) return CompareMatrices(gold, answer);
        return gold is Collection || answer is Collection ? CompareLists(gold, answer) : _scalars.Compare(gold, answer);
    }

    private Verdict CompareRelations(Expression gold, Expression answer)
    {
        if (gold is Relation a && answer is Relation b)
        {
            if (BoundVariables.Align(a, b) is { } bodies) return Compare(bodies.Gold, bodies.Answer);
            var (x, y) = (Labels.ValueOf(a), Labels.ValueOf(b));
            if (x is not null && y is not null)
            {
                if (AreSameLabels(a.Operands[0], b.Operands[0])) return Compare(x, y);
                // x = y + 1 and y = x - 1 are the same equation.
                return new RelationComparer(_scalars).Compare(a, b);
            }
            if (new RelationComparer(_scalars).Compare(a, b) is { IsEqual: true } equal) return equal;
            return new RealSets(_scalars).Compare(gold, answer) ?? new(false, "different relations");
        }
        var (relation, other) = gold is Relation left ? (left, answer) : ((Relation)answer, gold);
        if (Labels.ValueOf(relation) is { } value) return gold is Relation ? Compare(value, other) : Compare(other, value);
        return other is Collection { IsUnordered: true } && CompareLists(gold, answer) is { IsEqual: true } same
            ? same
            : new RealSets(_scalars).Compare(gold, answer) ?? new(false, "one is an equation or inequality, the other is none");
    }

    // Single letters must be the same; "[ABC] = 5" and "S_{ABC} = 5" name one thing.
    private static bool AreSameLabels(Expression a, Expression b) =>
        a is not Name { Text.Length: 1 } x || b is not Name { Text.Length: 1 } y || string.Equals(x.Text, y.Text, StringComparison.OrdinalIgnoreCase);

    private Verdict CompareLists(Expression gold, Expression answer)
    {
        if (gold is Collection { IsUnordered: false } a && answer is Collection { IsUnordered: false } b) return CompareOrdered(a, b);
        // "k = 45, n = 2" is right for (45, 2).
        if (gold is Collection { IsUnordered: false } tuple && Assignments.IsOne(answer)) return CompareOrdered(tuple, (Collection)answer);
        if (answer is Collection { IsUnordered: false } other && Assignments.IsOne(gold)) return CompareOrdered((Collection)gold, other);
        if (IsConditions(gold) != IsConditions(answer) && new RealSets(_scalars).Compare(gold, answer) is { } verdict) return verdict;
        var (items, others) = (Simplification.Items(gold), Simplification.Items(answer));
        return items is [var one] && others is [var another] && ReferenceEquals(one, gold) && ReferenceEquals(another, answer)
            ? new(false, "one is a tuple or interval, the other is none")
            : CompareUnordered(items, others);
    }

    private static bool IsConditions(Expression expression) => expression is Collection { Open: "", Items.Length: > 1 } list
        && Array.TrueForAll(list.Items, item => item is Relation relation && Labels.ValueOf(relation) is null);

    private Verdict CompareSets(Expression gold, Expression answer)
    {
        if (new RealSets(_scalars).Compare(gold, answer) is { } verdict) return verdict;
        // "(1,2) or (3,4)" is their union, where the other answer says so.
        if (gold is Apply { Function: "∪" } && Joined(answer) is { } union) return CompareSets(gold, union);
        if (answer is Apply { Function: "∪" } && Joined(gold) is { } joined) return CompareSets(joined, answer);
        if (gold is not Apply { Function: "∪" } || answer is not Apply { Function: "∪" }) return new(false, "not the same set, or one that is not understood");
        // Ends that are no numbers: each part must be there.
        return CompareUnordered(Simplification.Parts(gold, "∪"), Simplification.Parts(answer, "∪"));
    }

    private static Expression? Joined(Expression expression) => expression is Collection { Open: "", Items: { Length: > 1 and <= MaxItems } items }
        && Array.TrueForAll(items, item => item is Collection { IsUnordered: false, Items.Length: 2 })
            ? items.Aggregate((a, b) => new Apply("∪", a, b))
            : null;

    private Verdict CompareOrdered(Collection gold, Collection answer)
    {
        var isBare = gold.Open.Length == 0 || answer.Open.Length == 0;
        if (!isBare && (Bracket(gold.Open) != Bracket(answer.Open) || Bracket(gold.Close) != Bracket(answer.Close))) return new(false, "different brackets");
        if (gold.Items.Length != answer.Items.Length) return new(false, $"{answer.Items.Length} parts, not {gold.Items.Length}");
        var last = new Verdict(true, "equal parts");
        for (var i = 0; i < gold.Items.Length; i++)
        {
            last = Compare(gold.Items[i], answer.Items[i]);
            if (!last.IsEqual) return last with { Why = $"part {i + 1}: {last.Why}" };
        }
        return last with { Why = $"each part is equal ({last.Why})" };
    }

    private static string Bracket(string bracket) => bracket is "⟨" ? "(" : bracket is "⟩" ? ")" : bracket;

    private Verdict CompareUnordered(List<Expression> gold, List<Expression> answer)
    {
        if (gold.Count != answer.Count) (gold, answer) = (Distinct(gold), Distinct(answer));
        if (gold.Count != answer.Count) return new(false, $"{answer.Count} values, not {gold.Count}");
        if (gold.Count > MaxItems) throw new NotVerifiableException("an answer of too many parts");
        var left = new List<Expression>(answer);
        foreach (var item in gold)
        {
            var match = left.FindIndex(other => IsEqual(item, other));
            if (match < 0) return new(false, gold.Count == 1 ? "different values" : "a value is missing");
            left.RemoveAt(match);
        }
        return new(true, "the same values");
    }

    private List<Expression> Distinct(List<Expression> items)
    {
        if (items.Count > MaxItems) throw new NotVerifiableException("an answer of too many parts");
        var distinct = new List<Expression>();
        foreach (var item in items)
            if (!distinct.Exists(other => IsEqual(item, other))) distinct.Add(item);
        return distinct;
    }

    private bool IsEqual(Expression gold, Expression answer) =>
        // One item of a list is no list again, or this would not end.
        gold is not Collection { IsUnordered: true } && answer is not Collection { IsUnordered: true } && Compare(gold, answer).IsEqual;

    private Verdict CompareMatrices(Expression gold, Expression answer)
    {
        if (Vector(gold) is { } a && Vector(answer) is { } b) return CompareOrdered(a, b);
        if (gold is not Matrix x || answer is not Matrix y) return new(false, "one is a matrix, the other is none");
        if (x.Rows.Length != y.Rows.Length || x.Rows[0].Length != y.Rows[0].Length) return new(false, "matrices of different sizes");
        return CompareOrdered(new("", [.. x.Rows.SelectMany(row => row)], ""), new("", [.. y.Rows.SelectMany(row => row)], ""));
    }

    // A column may be written as a tuple.
    private static Collection? Vector(Expression expression) => expression switch
    {
        Matrix matrix when Array.TrueForAll(matrix.Rows, row => row.Length == 1) => new("(", [.. matrix.Rows.Select(row => row[0])], ")"),
        Collection { Open: "(" or "⟨", Close: ")" or "⟩" } tuple => tuple,
        _ => null,
    };
}

using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Sums and products of small matrices, as expressions of their entries.</summary>
internal static class MatrixArithmetic
{
    private const int MaxSize = 8;

    /// <summary>Computes what can be computed.</summary>
    /// <param name="apply">A formula with a matrix in it.</param>
    /// <returns>A matrix, or the formula where it is no sum or product.</returns>
    public static Expression Compute(Apply apply)
    {
        var arguments = Array.ConvertAll(apply.Arguments, argument => argument is Apply inner ? Compute(inner) : argument);
        return (apply.Function, arguments) switch
        {
            ("-", [Matrix a]) => Map(a, entry => new Apply("-", entry)),
            ("+" or "-", [Matrix a, Matrix b]) when AreOfOneSize(a, b) => Zip(apply.Function, a, b),
            ("*", [Matrix a, Matrix b]) when a.Rows[0].Length == b.Rows.Length && b.Rows.Length <= MaxSize => Multiply(a, b),
            ("*", [Matrix a, var b]) when b is not Matrix => Map(a, entry => new Apply("*", entry, b)),
            ("*", [var a, Matrix b]) when a is not Matrix => Map(b, entry => new Apply("*", a, entry)),
            ("/", [Matrix a, var b]) when b is not Matrix => Map(a, entry => new Apply("/", entry, b)),
            ("transpose", [Matrix a]) => Transpose(a),
            _ => new Apply(apply.Function, arguments),
        };
    }

    private static bool AreOfOneSize(Matrix a, Matrix b) => a.Rows.Length == b.Rows.Length && a.Rows[0].Length == b.Rows[0].Length;

    private static Matrix Map(Matrix matrix, Func<Expression, Expression> change) =>
        new(Array.ConvertAll(matrix.Rows, row => Array.ConvertAll(row, entry => change(entry))));

    private static Matrix Zip(string function, Matrix a, Matrix b) => new([.. a.Rows.Zip(b.Rows, (left, right) =>
        left.Zip(right, (x, y) => (Expression)new Apply(function, x, y)).ToArray())]);

    private static Matrix Transpose(Matrix matrix) =>
        new([.. Enumerable.Range(0, matrix.Rows[0].Length).Select(column => matrix.Rows.Select(row => row[column]).ToArray())]);

    private static Matrix Multiply(Matrix a, Matrix b) => new([.. a.Rows.Select(row => Enumerable.Range(0, b.Rows[0].Length).Select(column =>
        row.Select((entry, i) => (Expression)new Apply("*", entry, b.Rows[i][column])).Aggregate((x, y) => new Apply("+", x, y))).ToArray())]);
}

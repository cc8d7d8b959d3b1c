using System.Collections.Immutable;
using System.Globalization;

namespace Agro.Plugins.DataSources.Countdown;

/// <summary>A number, or an expression of some, while a solution is built.</summary>
/// <param name="Value">What it equals.</param>
/// <param name="Text">How it is written.</param>
/// <param name="Steps">The steps that it took, such as <c>8+1=9</c>.</param>
internal sealed record CountdownTerm(long Value, string Text, ImmutableArray<string> Steps)
{
    // Beyond this, steps on the way are no exercise any more.
    private const long Largest = 10_000_000;

    /// <summary>Makes a term of a number.</summary>
    public static CountdownTerm Of(int number) => new(number, number.ToString(CultureInfo.InvariantCulture), []);

    /// <summary>Joins two terms.</summary>
    /// <param name="operation">How.</param>
    /// <param name="right">The second.</param>
    /// <returns>The whole; null for a quotient that is not whole and a result that is too large.</returns>
    public CountdownTerm? Join(CountdownOperation operation, CountdownTerm right)
    {
        if (operation == CountdownOperation.Divide && (right.Value == 0 || Value % right.Value != 0)) return null;
        var result = operation switch
        {
            CountdownOperation.Add => Value + right.Value,
            CountdownOperation.Subtract => Value - right.Value,
            CountdownOperation.Multiply => Value * right.Value,
            _ => Value / right.Value,
        };
        if (Math.Abs(result) > Largest) return null;
        var sign = "+-*/"[(int)operation];
        var step = string.Create(CultureInfo.InvariantCulture, $"{Value}{sign}{right.Value}={result}");
        return new(result, $"{Operand} {sign} {right.Operand}", [.. Steps, .. right.Steps, step]);
    }

    private string Operand => Steps.IsEmpty ? Text : $"({Text})";
}

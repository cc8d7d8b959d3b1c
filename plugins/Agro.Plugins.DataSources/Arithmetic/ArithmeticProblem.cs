using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Arithmetic;

/// <summary>A chain of numbers and operations such as <c>37+58-21</c>; multiplication binds tighter, then left to right.</summary>
/// <param name="Operands">The numbers, one more than operations.</param>
/// <param name="Operations">What stands between them.</param>
internal sealed record ArithmeticProblem(ImmutableArray<int> Operands, ImmutableArray<Operation> Operations)
{
    /// <summary>Draws a problem.</summary>
    /// <param name="random">Where choices come from.</param>
    /// <param name="options">Which problems there are.</param>
    public static ArithmeticProblem Draw(ref CounterRandom random, ArithmeticOptions options)
    {
        var operands = ImmutableArray.CreateBuilder<int>();
        var operations = ImmutableArray.CreateBuilder<Operation>();
        var terms = options.MinTerms + random.Next(options.MaxTerms - options.MinTerms + 1);
        for (var term = 0; term < terms; term++)
        {
            if (term > 0) operations.Add(options.Operations[random.Next(options.Operations.Count)]);
            var digits = options.MinDigits + random.Next(options.MaxDigits - options.MinDigits + 1);
            var smallest = (int)Math.Pow(10, digits - 1);
            operands.Add(smallest + random.Next(9 * smallest));
        }
        return new(operands.ToImmutable(), operations.ToImmutable());
    }

    /// <summary>Works the problem out, one operation at a time.</summary>
    /// <param name="slip">By how much a step comes out wrong, given its number and its right result; null when all are right.</param>
    /// <returns>The steps, at least one; the last one's result is the answer.</returns>
    public IReadOnlyList<Step> Work(Func<int, Step, int>? slip = null)
    {
        var numbers = Operands.Select(operand => new BigInteger(operand)).ToList();
        var operations = Operations.ToList();
        var steps = new List<Step>();
        while (operations.Count > 0)
        {
            var at = Math.Max(0, operations.IndexOf(Operation.Multiply));
            var step = new Step(numbers[at], operations[at], numbers[at + 1], operations[at].Apply(numbers[at], numbers[at + 1]));
            steps.Add(step with { Result = step.Result + (slip?.Invoke(steps.Count, step) ?? 0) });
            numbers[at] = steps[^1].Result;
            numbers.RemoveAt(at + 1);
            operations.RemoveAt(at);
        }
        return steps;
    }

    /// <summary>The problem as it is written, without an equals sign.</summary>
    public override string ToString() =>
        string.Concat(Operands.Select((operand, i) => i == 0 ? $"{operand}" : $"{Operations[i - 1].Sign()}{operand}"));
}

/// <summary>One operation of a worked answer.</summary>
/// <param name="Left">The first number.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Right">The second number.</param>
/// <param name="Result">What comes out.</param>
internal sealed record Step(BigInteger Left, Operation Operation, BigInteger Right, BigInteger Result)
{
    /// <summary>
    /// By how much the result is off when what the ones carry to (or borrow from) the tens is forgotten, as a schoolchild does; 0 where
    /// nothing is carried.
    /// </summary>
    public int ForgottenCarry() => Operation switch
    {
        Operation.Add when (Left % 10) + (Right % 10) >= 10 => -10,
        Operation.Subtract when Left >= Right && Left % 10 < Right % 10 => 10,
        _ => 0,
    };

    /// <summary>The step as it is written, such as <c>37+58=95</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Left}{Operation.Sign()}{Right}={Result}");
}

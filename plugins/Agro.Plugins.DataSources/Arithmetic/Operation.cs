using System.Numerics;

namespace Agro.Plugins.DataSources.Arithmetic;

/// <summary>What stands between two numbers.</summary>
internal enum Operation
{
    /// <summary>Addition.</summary>
    Add,

    /// <summary>Subtraction.</summary>
    Subtract,

    /// <summary>Multiplication, which binds tighter.</summary>
    Multiply,
}

/// <summary>What operations write and do.</summary>
internal static class Operations
{
    /// <summary>The sign.</summary>
    public static char Sign(this Operation operation) => "+-*"[(int)operation];

    /// <summary>Computes.</summary>
    public static BigInteger Apply(this Operation operation, BigInteger left, BigInteger right) => operation switch
    {
        Operation.Add => left + right,
        Operation.Subtract => left - right,
        _ => left * right,
    };
}

using System.Collections.Concurrent;
using TorchSharp;

namespace Agro;

/// <summary>
/// Numbers as TorchSharp takes them, kept for good. A plain number in <c>tensor * 2.0</c> is wrapped anew each time, and the garbage
/// collector may free the wrapper while native code still reads it: an exception, or a wrong number, once in some hundred thousand
/// operations. Write <c>tensor * Constant.Of(2)</c> instead, wherever the number is an option or a literal.
/// </summary>
public static class Constant
{
    private static readonly ConcurrentDictionary<double, Scalar> Kept = new();
    private static readonly ConcurrentDictionary<long, Scalar> KeptWhole = new();

    /// <summary>Gets a number.</summary>
    /// <param name="value">An option or a literal; not a value that differs from step to step, since it is never freed.</param>
    /// <returns>The number, shared by all who ask for it.</returns>
    public static Scalar Of(double value) => Kept.GetOrAdd(value, static number => number);

    /// <summary>Gets a whole number: with it, a tensor of whole numbers, such as token ids, stays one.</summary>
    /// <param name="value">As with <see cref="Of"/>.</param>
    /// <returns>The number, shared by all who ask for it.</returns>
    public static Scalar Whole(long value) => KeptWhole.GetOrAdd(value, static number => number);
}

using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Numbers to tensors and back.</summary>
internal static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> Kept = new();

    /// <summary>
    /// A number as TorchSharp takes it, kept for good. A plain number is wrapped anew each time, and the collector may free the
    /// wrapper while native code still reads it: an error, or a wrong number, once in some hundred thousand operations under load.
    /// </summary>
    /// <param name="value">An option or a literal.</param>
    public static Scalar Constant(double value) => Kept.GetOrAdd(value, static number => number);

    /// <summary>Reads a tensor of one element, of any type and device.</summary>
    /// <param name="scalar">The tensor.</param>
    public static double ToDouble(this Tensor scalar) => scalar.detach().to(float64).item<double>();
}

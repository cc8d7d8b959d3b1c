using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Agro.Models.Generation;

/// <summary>
/// The exponential function of float32 vectors, in float32: <c>Vector256.Exp</c> widens to float64, which costs several times as much. Within
/// 2 units in the last place of the true value.
/// </summary>
internal static class Exponential
{
    // Beyond these 2^n leaves the range of normal numbers.
    private const float Lowest = -87.3f, Highest = 88.0f;

    // Added to a small number, it leaves the nearest whole number in the low bits.
    private const float Rounding = 3 << 22;

    /// <summary>exp(x); 0 below the smallest normal number, e^88 from there on, and NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x)
    {
        // Of two operands of which one is no number, these give the second.
        var bounded = Vector256.MinNative(Vector256.Create(Highest), Vector256.MaxNative(Vector256.Create(Lowest), x));
        // x = n ln 2 + r with r in [-0.35, 0.35]. The upper part of ln 2 has so few bits that n times it is exact.
        var rounded = Vector256.FusedMultiplyAdd(bounded, Vector256.Create(1.44269504f), Vector256.Create(Rounding));
        var n = rounded - Vector256.Create(Rounding);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), bounded);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        var sum = Vector256.Create(1 / 5040f);
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1 / 720f));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1 / 120f));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1 / 24f));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1 / 6f));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(0.5f));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256<float>.One);
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256<float>.One);
        var power = (Vector256.ShiftLeft(rounded.AsInt32(), 23) + Vector256.Create(127 << 23)).AsSingle();
        return Vector256.AndNot(sum * power, Vector256.LessThan(x, Vector256.Create(Lowest)));
    }
}

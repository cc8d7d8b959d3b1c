using System.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Numerics;

/// <summary>Functions of a complex number that .NET lacks.</summary>
internal static class SpecialFunctions
{
    // Lanczos' approximation with g = 7 and nine terms (Lanczos 1964), good to about 15 digits.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The gamma function of <paramref name="z"/> + 1: the factorial.</summary>
    /// <param name="z">The number.</param>
    public static Complex Factorial(Complex z)
    {
        if (z.Real < -0.5) return Math.PI / (Complex.Sin(Math.PI * (z + 1)) * Factorial(-z - 1));
        Complex sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (z + i);
        var t = z + 7.5;
        return Math.Sqrt(2 * Math.PI) * Complex.Pow(t, z + 0.5) * Complex.Exp(-t) * sum;
    }

    /// <summary>The inverse of the hyperbolic sine.</summary>
    /// <param name="z">The number.</param>
    public static Complex ArSinh(Complex z) => Complex.Log(z + Complex.Sqrt((z * z) + 1));

    /// <summary>The inverse of the hyperbolic cosine.</summary>
    /// <param name="z">The number.</param>
    public static Complex ArCosh(Complex z) => Complex.Log(z + (Complex.Sqrt(z - 1) * Complex.Sqrt(z + 1)));

    /// <summary>The inverse of the hyperbolic tangent.</summary>
    /// <param name="z">The number.</param>
    public static Complex ArTanh(Complex z) => (Complex.Log(1 + z) - Complex.Log(1 - z)) / 2;
}

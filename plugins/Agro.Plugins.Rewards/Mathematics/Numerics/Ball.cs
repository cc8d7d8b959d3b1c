using System.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Numerics;

/// <summary>A complex number that is known to be within a distance of a center. The distance grows with every rounding.</summary>
/// <param name="Center">The center.</param>
/// <param name="Radius">The distance; not finite where nothing is known.</param>
internal readonly record struct Ball(Complex Center, double Radius)
{
    // Four times the unit in the last place: a complex product rounds several times.
    private const double Epsilon = 8.9e-16;

    /// <summary>Nothing is known.</summary>
    public static Ball Unknown { get; } = new(Complex.Zero, double.PositiveInfinity);

    /// <summary>Whether something is known.</summary>
    public bool IsKnown => double.IsFinite(Radius) && double.IsFinite(Center.Real) && double.IsFinite(Center.Imaginary);

    /// <summary>Whether the center is real.</summary>
    public bool IsReal => Center.Imaginary == 0;

    /// <summary>The distance of the center from 0.</summary>
    public double Magnitude => Complex.Abs(Center);

    /// <summary>A value and the error of its last operation.</summary>
    /// <param name="center">The value.</param>
    /// <param name="error">The error that came from its arguments.</param>
    /// <param name="roundings">How many roundings there were, in about 4 units in the last place each.</param>
    public static Ball Rounded(Complex center, double error = 0, double roundings = 1) =>
        new(center, error + (roundings * Epsilon * Complex.Abs(center)) + double.Epsilon);

    /// <summary>The sum.</summary>
    public static Ball operator +(Ball a, Ball b) => Rounded(a.Center + b.Center, a.Radius + b.Radius);

    /// <summary>The product.</summary>
    public static Ball operator *(Ball a, Ball b) => Rounded(
        a.IsReal && b.IsReal ? new(a.Center.Real * b.Center.Real, 0) : a.Center * b.Center,
        (a.Magnitude * b.Radius) + (b.Magnitude * a.Radius) + (a.Radius * b.Radius));

    /// <summary>1 over it; unknown where it may be 0.</summary>
    public Ball Inverse()
    {
        if (Magnitude <= Radius || Magnitude == 0) return Unknown;
        return Rounded(IsReal ? new(1 / Center.Real, 0) : Complex.One / Center, Radius / (Magnitude * (Magnitude - Radius)), 2);
    }

    /// <summary>A power with a whole exponent.</summary>
    /// <param name="exponent">The exponent.</param>
    public Ball Power(int exponent)
    {
        if (exponent < 0) return Power(-exponent).Inverse();
        var result = new Ball(Complex.One, 0);
        for (var square = this; exponent > 0; exponent >>= 1, square *= square)
            if ((exponent & 1) == 1) result *= square;
        return result;
    }

    /// <summary>e to its power.</summary>
    public Ball Exp()
    {
        var center = IsReal ? new(Math.Exp(Center.Real), 0) : Complex.Exp(Center);
        return Rounded(center, Complex.Abs(center) * (Math.Exp(Math.Min(Radius, 700)) - 1), 2 + Magnitude);
    }

    /// <summary>Its principal logarithm; unknown where it may be 0.</summary>
    public Ball Log()
    {
        if (Magnitude <= Radius || Magnitude == 0) return Unknown;
        var center = IsReal && Center.Real > 0 ? new(Math.Log(Center.Real), 0) : Complex.Log(Center);
        return new(center, (Radius / (Magnitude - Radius)) + (Epsilon * (1 + Complex.Abs(center))));
    }

    /// <summary>A function with a derivative that changes little over the radius.</summary>
    /// <param name="function">The function.</param>
    /// <param name="roundings">How many roundings it makes.</param>
    public Ball Map(Func<Complex, Complex> function, double roundings = 4)
    {
        if (!IsKnown) return Unknown;
        var center = function(Center);
        // A difference over a step that is at least the radius stands for the derivative.
        var step = Math.Max(Radius, 1e-7 * Math.Max(1, Magnitude));
        var change = Math.Max(Complex.Abs(function(Center + step) - center), Complex.Abs(function(Center - step) - center));
        var error = (2 * change * (Radius / step)) + Epsilon;
        return double.IsFinite(change) ? Rounded(center, error, roundings) : Unknown;
    }
}

namespace Agro.Engine.Comparison;

/// <summary>
/// Student's t distribution for whole degrees of freedom, by its finite series (Abramowitz and Stegun, Handbook of Mathematical
/// Functions, 26.7.3 and 26.7.4).
/// </summary>
internal static class StudentT
{
    /// <summary>The confidence of all intervals.</summary>
    public const double Confidence = 0.95;

    /// <summary>How far from 0 a value of the distribution is with some probability at most: 12.706 for 95 % and one degree.</summary>
    /// <param name="confidence">The probability that |t| is no larger, in (0, 1).</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double TwoSided(double confidence, int degrees)
    {
        if (!(confidence > 0 && confidence < 1)) throw new ArgumentOutOfRangeException(nameof(confidence));
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        // The probability rises with the angle whose tangent is t / sqrt(degrees): halving finds it to the last bit.
        var (low, high) = (0.0, Math.PI / 2);
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            if (Within(middle, degrees) < confidence) low = middle;
            else high = middle;
        }

        return Math.Sqrt(degrees) * Math.Tan(low);
    }

    /// <summary>The probability that |t| is at most sqrt(degrees) times the tangent of an angle.</summary>
    private static double Within(double angle, int degrees)
    {
        var (sin, cos) = Math.SinCos(angle);
        var odd = degrees % 2 == 1;
        var (sum, term) = (0.0, odd ? cos : 1.0);
        for (var k = odd ? 3 : 2; k <= degrees; k += 2)
        {
            sum += term;
            term *= cos * cos * (k - 1) / k;
        }

        return odd ? 2 / Math.PI * (angle + (sin * sum)) : sin * sum;
    }
}

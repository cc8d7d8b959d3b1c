using System.Globalization;

namespace Agro.Cli.Terminal;

/// <summary>Numbers and times as they are shown, the same in every culture.</summary>
internal static class Figures
{
    /// <summary>Three significant digits, or all of an integer part; never longer than 9 characters below 10^7.</summary>
    /// <param name="value">Any value, NaN and infinities included.</param>
    /// <returns>Such as <c>0.531</c>, <c>21.3</c>, <c>1e-06</c>, <c>nan</c>.</returns>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        value += 0.0; // No -0.
        var size = Math.Abs(value);
        var format = size switch
        {
            0 => "0",
            < 1e-4 => "0.##e-00",
            < 999.5 => "G3",
            < 1e7 => "F0",
            _ => "0.##e+00",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A reward or a metric of an evaluation: three decimals, one from a hundred on, so that figures stand still.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Such as <c>0.500</c>, <c>140.3</c>.</returns>
    public static string Score(double value) =>
        !double.IsFinite(value) || Math.Abs(value) >= 1e6 ? Number(value) : Rounded(value).ToString(Math.Abs(value) < 100 ? "F3" : "F1", CultureInfo.InvariantCulture);

    /// <summary>A difference of scores with its sign.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Such as <c>+0.120</c>.</returns>
    public static string Difference(double value) => Rounded(value) < 0 || double.IsNaN(value) ? Score(value) : $"+{Score(value)}";

    /// <summary>To the decimals that are shown, and without a sign when that is zero.</summary>
    private static double Rounded(double value) => Math.Round(value, 3) + 0.0;

    /// <summary>A time that was measured.</summary>
    /// <param name="seconds">Seconds.</param>
    /// <returns>Such as <c>1.21 s</c>, <c>1m02s</c>.</returns>
    public static string Seconds(double seconds) =>
        seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s") : Duration(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)));

    /// <summary>A time to the second.</summary>
    /// <param name="time">The time; negative is shown as none.</param>
    /// <returns>Such as <c>7s</c>, <c>1m02s</c>, <c>2h05m</c>, <c>3d04h</c>.</returns>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.Zero) time = TimeSpan.Zero;
        return time switch
        {
            { TotalMinutes: < 1 } => $"{time.Seconds}s",
            { TotalHours: < 1 } => $"{time.Minutes}m{time.Seconds:D2}s",
            { TotalDays: < 1 } => $"{time.Hours}h{time.Minutes:D2}m",
            _ => $"{time.Days}d{time.Hours:D2}h",
        };
    }
}

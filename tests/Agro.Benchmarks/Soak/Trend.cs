namespace Agro.Benchmarks.Soak;

/// <summary>A straight line through measurements, by least squares.</summary>
/// <param name="Slope">Its slope, in the measurement's unit a step.</param>
/// <param name="Error">The standard error of the slope, as if measurements strayed from the line independently of each other.</param>
internal readonly record struct Trend(double Slope, double Error)
{
    /// <summary>Fits the line.</summary>
    /// <param name="points">At least three steps, with what was measured after each.</param>
    public static Trend Of(IReadOnlyList<(double Step, double Value)> points)
    {
        var (meanStep, meanValue) = (points.Average(point => point.Step), points.Average(point => point.Value));
        var spread = points.Sum(point => Math.Pow(point.Step - meanStep, 2));
        var slope = points.Sum(point => (point.Step - meanStep) * (point.Value - meanValue)) / spread;
        var residual = points.Sum(point => Math.Pow(point.Value - meanValue - (slope * (point.Step - meanStep)), 2));
        return new(slope, Math.Sqrt(residual / (points.Count - 2) / spread));
    }
}

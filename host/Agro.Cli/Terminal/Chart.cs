namespace Agro.Cli.Terminal;

/// <summary>A small chart of eighth blocks.</summary>
internal static class Chart
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>Draws values as columns, one cell wide, the newest at the right.</summary>
    /// <param name="values">Finite values, oldest first; more than fit are averaged.</param>
    /// <param name="width">The most columns, 1 or more.</param>
    /// <param name="rows">Rows, 1 or more.</param>
    /// <returns>The rows from the top, and the least and the greatest value of the columns.</returns>
    public static (string[] Rows, double Low, double High) Draw(IReadOnlyList<double> values, int width, int rows)
    {
        var columns = Columns(values, width);
        if (columns.Length == 0) return (Enumerable.Repeat("", rows).ToArray(), 0, 0);
        var (low, high) = (columns.Min(), columns.Max());
        // The lowest column still shows one eighth: a drawn zero is not the same as no data.
        var heights = columns.Select(value => high > low ? 1 + (int)Math.Round((value - low) / (high - low) * ((rows * 8) - 1)) : rows * 4).ToArray();
        var lines = Enumerable.Range(0, rows).Select(row =>
        {
            var floor = (rows - 1 - row) * 8;
            return string.Concat(heights.Select(height => Blocks[Math.Clamp(height - floor, 0, 8)]));
        });
        return (lines.ToArray(), low, high);
    }

    private static double[] Columns(IReadOnlyList<double> values, int width)
    {
        if (values.Count <= width) return [.. values];
        var columns = new double[width];
        for (var i = 0; i < width; i++)
        {
            var (start, end) = ((int)((long)i * values.Count / width), (int)((long)(i + 1) * values.Count / width));
            var sum = 0.0;
            for (var j = start; j < end; j++) sum += values[j];
            columns[i] = sum / (end - start);
        }

        return columns;
    }
}

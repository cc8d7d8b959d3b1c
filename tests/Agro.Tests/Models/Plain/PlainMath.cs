namespace Agro.Tests.Models.Plain;

/// <summary>The arithmetic of the plain models, number by number.</summary>
internal static class PlainMath
{
    public static double[] Add(double[] a, double[] b)
    {
        var sum = new double[a.Length];
        for (var i = 0; i < a.Length; i++) sum[i] = a[i] + b[i];
        return sum;
    }

    /// <summary>W x + b for W <c>[out, in]</c>.</summary>
    public static double[] Linear(double[] weight, double[]? bias, double[] x)
    {
        var y = new double[weight.Length / x.Length];
        for (var o = 0; o < y.Length; o++)
        {
            for (var i = 0; i < x.Length; i++) y[o] += weight[(o * x.Length) + i] * x[i];
            if (bias is not null) y[o] += bias[o];
        }

        return y;
    }

    /// <summary>x W + b for W <c>[in, out]</c>, as GPT-2 stores it.</summary>
    public static double[] Convolution(double[] weight, double[] bias, double[] x)
    {
        var y = (double[])bias.Clone();
        for (var i = 0; i < x.Length; i++)
            for (var o = 0; o < y.Length; o++) y[o] += x[i] * weight[(i * y.Length) + o];
        return y;
    }

    public static double[] RmsNorm(double[] x, double[] weight, double offset, double epsilon)
    {
        var squares = 0.0;
        foreach (var value in x) squares += value * value;
        var root = Math.Sqrt((squares / x.Length) + epsilon);
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++) y[i] = x[i] / root * (offset + weight[i]);
        return y;
    }

    public static double[] LayerNorm(double[] x, double[] weight, double[] bias, double epsilon)
    {
        var mean = x.Sum() / x.Length;
        var variance = 0.0;
        foreach (var value in x) variance += (value - mean) * (value - mean);
        var deviation = Math.Sqrt((variance / x.Length) + epsilon);
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++) y[i] = ((x[i] - mean) / deviation * weight[i]) + bias[i];
        return y;
    }

    public static double Silu(double x) => x / (1 + Math.Exp(-x));

    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    public static double SoftCap(double x, double? cap) => cap is { } c ? Math.Tanh(x / c) * c : x;
}

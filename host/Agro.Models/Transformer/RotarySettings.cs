namespace Agro.Models.Transformer;

/// <summary>What decides the turns of a rotary embedding.</summary>
/// <param name="Theta">The base of the frequencies.</param>
/// <param name="HeadSize">The width of a head.</param>
/// <param name="Scaling">How the frequencies are changed; null for not at all.</param>
internal sealed record RotarySettings(double Theta, int HeadSize, RopeScaling? Scaling)
{
    /// <summary>The settings of a kind of layers.</summary>
    public static RotarySettings Of(ModelConfig config, Rotation rotation) => rotation == Rotation.Local
        ? new(config.LocalRopeTheta ?? config.RopeTheta, config.HeadSize, null)
        : new(config.RopeTheta, config.HeadSize, config.RopeScaling);

    /// <summary>Cosines and sines of positions 0 to length - 1, each <c>[length, hd/2]</c>, row by row.</summary>
    public (double[] Cosines, double[] Sines) Turns(int length)
    {
        var half = HeadSize / 2;
        var (cosines, sines) = (new double[length * half], new double[length * half]);
        var (frequencies, magnitude) = (Frequencies(), Magnitude());
        for (var position = 0; position < length; position++)
            for (var i = 0; i < half; i++)
            {
                var (sine, cosine) = Math.SinCos(position * frequencies[i]);
                (cosines[(position * half) + i], sines[(position * half) + i]) = (cosine * magnitude, sine * magnitude);
            }

        return (cosines, sines);
    }

    private double[] Frequencies()
    {
        var frequencies = new double[HeadSize / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = Math.Pow(Theta, -2.0 * i / HeadSize);
            frequencies[i] = Scaling is null ? frequency : Blend(frequency, Divided(Scaling, frequency, i));
        }

        return frequencies;
    }

    /// <summary>What YaRN multiplies queries and keys by, section 3.4 of its paper.</summary>
    private double Magnitude() => Scaling is not { Kind: RopeScalingKind.Yarn } yarn ? 1
        : yarn.AttentionFactor ?? (yarn.Factor <= 1 ? 1 : (0.1 * Math.Log(yarn.Factor)) + 1);

    private double Blend(double frequency, double divided) =>
        (divided * frequency / Scaling!.Factor) + ((1 - divided) * frequency);

    /// <summary>How far a frequency is divided by the factor: 1 wholly, 0 not at all.</summary>
    private double Divided(RopeScaling scaling, double frequency, int index) => scaling.Kind switch
    {
        RopeScalingKind.Linear => 1,
        RopeScalingKind.Llama3 => 1 - Math.Clamp(
            ((scaling.OriginalPositions * frequency / (2 * Math.PI)) - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor), 0, 1),
        _ => Ramp(scaling, index),
    };

    /// <summary>YaRN's ramp over the dimensions between those that turn often and those that turn seldom.</summary>
    private double Ramp(RopeScaling scaling, int index)
    {
        var (low, high) = (Dimension(scaling.BetaFast), Dimension(scaling.BetaSlow));
        if (scaling.Truncate) (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, HeadSize - 1));
        // The library's own way out of a ramp without width.
        if (low == high) high += 0.001;
        return Math.Clamp((index - low) / (high - low), 0, 1);

        double Dimension(double turns) =>
            HeadSize * Math.Log(scaling.OriginalPositions / (turns * 2 * Math.PI)) / (2 * Math.Log(Theta));
    }
}

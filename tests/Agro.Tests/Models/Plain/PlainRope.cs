using System.Text.Json.Nodes;

namespace Agro.Tests.Models.Plain;

/// <summary>Rotary embeddings by a <c>config.json</c>'s own words, with wavelengths as their publications have them.</summary>
internal sealed class PlainRope(double theta, int size, JsonObject? scaling, int positions)
{
    /// <summary>Turns one head at a position: element i with element i + size/2.</summary>
    public double[] Of(double[] head, int position)
    {
        var turned = new double[size];
        var magnitude = Magnitude();
        for (var i = 0; i < size / 2; i++)
        {
            var angle = position * Frequency(i);
            var (a, b) = (head[i] * magnitude, head[i + (size / 2)] * magnitude);
            turned[i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
            turned[i + (size / 2)] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
        }

        return turned;
    }

    private string Kind => scaling?["rope_type"]?.GetValue<string>() ?? "default";

    private double Original => scaling?["original_max_position_embeddings"]?.GetValue<double>() ?? positions;

    private double Frequency(int i)
    {
        var frequency = 1 / Math.Pow(theta, 2.0 * i / size);
        return Kind switch
        {
            "default" or "dynamic" => frequency,
            "linear" => frequency / Number("factor"),
            "llama3" => Llama3(frequency),
            "yarn" => Yarn(frequency, i),
            _ => throw new ArgumentOutOfRangeException(nameof(i), Kind, null),
        };
    }

    private double Llama3(double frequency)
    {
        var wavelength = 2 * Math.PI / frequency;
        var (low, high) = (Number("low_freq_factor"), Number("high_freq_factor"));
        if (wavelength < Original / high) return frequency;
        if (wavelength > Original / low) return frequency / Number("factor");
        var smooth = ((Original / wavelength) - low) / (high - low);
        return ((1 - smooth) * frequency / Number("factor")) + (smooth * frequency);
    }

    private double Yarn(double frequency, int i)
    {
        var low = Math.Max(0, Math.Floor(Turning(32)));
        var high = Math.Min(size - 1, Math.Ceiling(Turning(1)));
        var ramp = Math.Min(1, Math.Max(0, (i - low) / (high - low)));
        return (frequency / Number("factor") * ramp) + (frequency * (1 - ramp));

        double Turning(double turns) => size * Math.Log(Original / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));
    }

    private double Magnitude() => Kind == "yarn" ? (0.1 * Math.Log(Number("factor"))) + 1 : 1;

    private double Number(string key) => scaling![key]!.GetValue<double>();
}

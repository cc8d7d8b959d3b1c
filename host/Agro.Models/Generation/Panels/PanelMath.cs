using System.Runtime.Intrinsics;

namespace Agro.Models.Generation.Panels;

/// <summary>The rest of a layer's arithmetic, over one panel <c>[features, Lanes]</c>.</summary>
internal static unsafe class PanelMath
{
    private const int Lanes = PanelLinear.Lanes;

    /// <summary>Turns one head, <c>[hd, Lanes]</c>, by each lane's angles, <c>[hd/2, Lanes]</c>.</summary>
    public static void Turn(float* head, float* cosine, float* sine, int half)
    {
        for (var i = 0; i < half * Lanes; i += Lanes)
        {
            var (a, b) = (Vector512.Load(head + i), Vector512.Load(head + (half * Lanes) + i));
            var (c, s) = (Vector512.Load(cosine + i), Vector512.Load(sine + i));
            ((a * c) - (b * s)).Store(head + i);
            ((b * c) + (a * s)).Store(head + (half * Lanes) + i);
        }
    }

    /// <summary>x becomes f(x).</summary>
    public static void Activate(Activation f, float* x, int count)
    {
        for (var i = 0; i < count; i += 8) Activate(f, Vector256.Load(x + i)).Store(x + i);
    }

    /// <summary>gate becomes f(gate) * up.</summary>
    public static void Gate(Activation f, float* gate, float* up, int count)
    {
        for (var i = 0; i < count; i += 8) (Activate(f, Vector256.Load(gate + i)) * Vector256.Load(up + i)).Store(gate + i);
    }

    /// <summary>x becomes <c>cap tanh(x / cap)</c>; count is rounded up to whole vectors.</summary>
    public static void Cap(float* x, int count, float cap)
    {
        var (one, two) = (Vector256<float>.One, Vector256.Create(2f));
        for (var i = 0; i < count; i += 8)
            ((one - (two / (Exponential.Of(Vector256.Load(x + i) * Vector256.Create(2 / cap)) + one))) * Vector256.Create(cap)).Store(x + i);
    }

    /// <summary>x becomes x + y.</summary>
    public static void Add(float* x, float* y, int count)
    {
        for (var i = 0; i < count; i += 8) (Vector256.Load(x + i) + Vector256.Load(y + i)).Store(x + i);
    }

    /// <summary>x becomes x + scale y.</summary>
    public static void AddScaled(float* x, float* y, float scale, int count)
    {
        var factor = Vector256.Create(scale);
        for (var i = 0; i < count; i += 8) Vector256.FusedMultiplyAdd(Vector256.Load(y + i), factor, Vector256.Load(x + i)).Store(x + i);
    }

    /// <summary><c>[features, Lanes]</c> to <c>[Lanes, features]</c>, scaled.</summary>
    public static void ToRows(float* panel, float* rows, int features, float scale)
    {
        for (var lane = 0; lane < Lanes; lane++, rows += features)
            for (var i = 0; i < features; i++) rows[i] = panel[(i * Lanes) + lane] * scale;
    }

    /// <summary><c>[Lanes, features]</c> to <c>[features, Lanes]</c>.</summary>
    public static void FromRows(float* rows, float* panel, int features)
    {
        for (var lane = 0; lane < Lanes; lane++, rows += features)
            for (var i = 0; i < features; i++) panel[(i * Lanes) + lane] = rows[i];
    }

    /// <summary>Softmax of <paramref name="count"/> scores, whose array goes on to a whole number of blocks of Lanes.</summary>
    public static void Softmax(float* scores, int count)
    {
        var padded = (count + Lanes - 1) / Lanes * Lanes;
        for (var i = count; i < padded; i++) scores[i] = float.NegativeInfinity;
        var highest = Vector256.Create(float.NegativeInfinity);
        for (var i = 0; i < padded; i += 8) highest = Vector256.Max(highest, Vector256.Load(scores + i));
        var shift = float.NegativeInfinity;
        for (var i = 0; i < 8; i++) shift = Math.Max(shift, highest[i]);
        Vector256<float> sum = default;
        for (var i = 0; i < padded; i += 8)
        {
            var weight = Exponential.Of(Vector256.Load(scores + i) - Vector256.Create(shift));
            weight.Store(scores + i);
            sum += weight;
        }
        var scale = Vector256.Create(1 / Vector256.Sum(sum));
        for (var i = 0; i < padded; i += 8) (Vector256.Load(scores + i) * scale).Store(scores + i);
    }

    /// <summary>silu(x), or GELU's tanh approximation as <c>x sigmoid(2u)</c>, which is <c>x (1 + tanh u) / 2</c>.</summary>
    private static Vector256<float> Activate(Activation f, Vector256<float> x)
    {
        const float Scale = 1.5957691216057308f, Cubic = Scale * 0.044715f;
        var argument = f == Activation.Silu ? x : x * Vector256.FusedMultiplyAdd(x * x, Vector256.Create(Cubic), Vector256.Create(Scale));
        return x / (Vector256<float>.One + Exponential.Of(-argument));
    }
}

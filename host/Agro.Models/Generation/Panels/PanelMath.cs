using System.Runtime.Intrinsics;

namespace Agro.Models.Generation.Panels;

/// <summary>The rest of a layer's arithmetic, over one panel <c>[features, Lanes]</c>.</summary>
internal static unsafe class PanelMath
{
    private const int Lanes = PanelLinear.Lanes;

    /// <summary>RMSNorm over <paramref name="size"/> features; in place where <paramref name="y"/> is <paramref name="x"/>.</summary>
    public static void Normalize(float* x, float* weight, int size, float epsilon, float* y)
    {
        Vector512<float> sum = default;
        for (var i = 0; i < size; i++)
        {
            var v = Vector512.Load(x + (i * Lanes));
            sum = Vector512.FusedMultiplyAdd(v, v, sum);
        }
        var scale = Vector512<float>.One / Vector512.Sqrt((sum / Vector512.Create((float)size)) + Vector512.Create(epsilon));
        for (var i = 0; i < size; i++) (Vector512.Load(x + (i * Lanes)) * scale * Vector512.Create(weight[i])).Store(y + (i * Lanes));
    }

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

    /// <summary>SwiGLU: gate becomes silu(gate) * up.</summary>
    public static void Gate(float* gate, float* up, int count)
    {
        for (var i = 0; i < count; i += 8)
        {
            var g = Vector256.Load(gate + i);
            (g / (Vector256<float>.One + Vector256.Exp(-g)) * Vector256.Load(up + i)).Store(gate + i);
        }
    }

    /// <summary>x becomes x + y.</summary>
    public static void Add(float* x, float* y, int count)
    {
        for (var i = 0; i < count; i += 8) (Vector256.Load(x + i) + Vector256.Load(y + i)).Store(x + i);
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
            var weight = Vector256.Exp(Vector256.Load(scores + i) - Vector256.Create(shift));
            weight.Store(scores + i);
            sum += weight;
        }
        var scale = Vector256.Create(1 / Vector256.Sum(sum));
        for (var i = 0; i < padded; i += 8) (Vector256.Load(scores + i) * scale).Store(scores + i);
    }
}

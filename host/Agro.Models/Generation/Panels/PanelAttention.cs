using System.Runtime.Intrinsics;
using Agro.Models.Transformer;

namespace Agro.Models.Generation.Panels;

/// <summary>Attention of one query head of one sequence over its own keys and values, no longer than they are: no padding.</summary>
internal readonly unsafe struct PanelAttention(AttentionSettings settings, int size)
{
    private const int Lanes = PanelLinear.Lanes;

    /// <summary>The mean of the values that a position sees, by softmax of its scores.</summary>
    /// <param name="query">The scaled query, <c>[hd]</c>; overwritten by the mean.</param>
    /// <param name="keys"><c>[T/Lanes, hd, Lanes]</c>: a block of positions side by side.</param>
    /// <param name="values"><c>[T, hd]</c>.</param>
    /// <param name="position">The query's position.</param>
    /// <param name="scores">Room for the scores of all positions up to it, rounded up to whole blocks.</param>
    public void Of(float* query, float* keys, float* values, int position, float* scores)
    {
        var first = settings.Window is { } window ? Math.Max(0, position + 1 - window) : 0;
        // Whole blocks before the window are not looked at; what else is before it in its first block is hidden.
        var skipped = first / Lanes * Lanes;
        var count = position + 1 - skipped;
        Score(query, keys + ((nint)skipped * size), size, count, scores);
        if (settings.Cap is { } cap) PanelMath.Cap(scores, count, (float)cap);
        for (var i = 0; i < first - skipped; i++) scores[i] = float.NegativeInfinity;
        PanelMath.Softmax(scores, count);
        Mix(scores, values + ((nint)skipped * size), size, count, query);
    }

    /// <summary>Scores of all positions.</summary>
    /// <param name="query">The scaled query, <c>[hd]</c>.</param>
    /// <param name="keys"><c>[T/Lanes, hd, Lanes]</c>: a block of positions side by side.</param>
    /// <param name="size">hd.</param>
    /// <param name="count">Positions.</param>
    /// <param name="scores">Receives them, up to the end of the last block.</param>
    private static void Score(float* query, float* keys, int size, int count, float* scores)
    {
        var (block, blocks) = (0, (count + Lanes - 1) / Lanes);
        nint next = (nint)size * Lanes;
        for (; block <= blocks - 4; block += 4, keys += 4 * next, scores += 4 * Lanes)
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            var from = keys;
            for (var i = 0; i < size; i++, from += Lanes)
            {
                var q = Vector512.Create(query[i]);
                a = Vector512.FusedMultiplyAdd(q, Vector512.Load(from), a);
                b = Vector512.FusedMultiplyAdd(q, Vector512.Load(from + next), b);
                c = Vector512.FusedMultiplyAdd(q, Vector512.Load(from + (2 * next)), c);
                d = Vector512.FusedMultiplyAdd(q, Vector512.Load(from + (3 * next)), d);
            }
            a.Store(scores);
            b.Store(scores + Lanes);
            c.Store(scores + (2 * Lanes));
            d.Store(scores + (3 * Lanes));
        }
        for (; block < blocks; block++, scores += Lanes)
        {
            Vector512<float> a = default;
            for (var i = 0; i < size; i++, keys += Lanes) a = Vector512.FusedMultiplyAdd(Vector512.Create(query[i]), Vector512.Load(keys), a);
            a.Store(scores);
        }
    }

    /// <summary>The mean of the values <c>[T, hd]</c> by weight; hd is a multiple of 8.</summary>
    private static void Mix(float* weights, float* values, int size, int count, float* output)
    {
        var i = 0;
        for (; i <= size - 32; i += 32)
        {
            Vector256<float> a = default, b = default, c = default, d = default;
            var from = values + i;
            for (var t = 0; t < count; t++, from += size)
            {
                var w = Vector256.Create(weights[t]);
                a = Vector256.FusedMultiplyAdd(w, Vector256.Load(from), a);
                b = Vector256.FusedMultiplyAdd(w, Vector256.Load(from + 8), b);
                c = Vector256.FusedMultiplyAdd(w, Vector256.Load(from + 16), c);
                d = Vector256.FusedMultiplyAdd(w, Vector256.Load(from + 24), d);
            }
            a.Store(output + i);
            b.Store(output + i + 8);
            c.Store(output + i + 16);
            d.Store(output + i + 24);
        }
        for (; i < size; i += 8)
        {
            Vector256<float> a = default;
            var from = values + i;
            for (var t = 0; t < count; t++, from += size) a = Vector256.FusedMultiplyAdd(Vector256.Create(weights[t]), Vector256.Load(from), a);
            a.Store(output + i);
        }
    }
}

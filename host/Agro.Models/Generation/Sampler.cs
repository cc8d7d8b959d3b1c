using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Agro.Models.Generation;

/// <summary>A token that was chosen.</summary>
/// <param name="Token">Its id.</param>
/// <param name="LogProb">Its natural-log probability under the untruncated distribution at the temperature.</param>
internal readonly record struct SampledToken(int Token, float LogProb);

/// <summary>
/// Chooses tokens from raw logits by inverting the cumulative distribution at one uniform number. Holds buffers: one thread at a time.
/// </summary>
internal sealed class Sampler(int vocabularySize)
{
    // A piece is read once, and stays in the first cache meanwhile. Sums are kept in float32 within a piece and in float64 across pieces, so
    // that long vocabularies lose nothing.
    private const int Piece = 1024;

    private readonly float[] _weights = new float[Math.Max(Piece, vocabularySize)];
    private readonly float[] _pieceHighest = new float[(vocabularySize + Piece - 1) / Piece];
    private readonly double[] _pieceSums = new double[(vocabularySize + Piece - 1) / Piece];
    private readonly Truncation _truncation = new(vocabularySize);

    /// <summary>Chooses one token.</summary>
    /// <param name="logits">Raw scores, <c>[V]</c>.</param>
    /// <param name="options">Temperature (0 for the likeliest token, whose log-probability is then taken at 1), top-k and top-p.</param>
    /// <param name="uniform">In [0, 1).</param>
    /// <returns>The token; its log-probability is NaN where logits are not finite.</returns>
    public SampledToken Sample(ReadOnlySpan<float> logits, SamplingOptions options, double uniform)
    {
        var greedy = options.Temperature == 0;
        var scale = greedy ? 1f : (float)Math.Min(1 / options.Temperature, float.MaxValue);
        var total = Sum(logits, scale, out var highest);
        if (!double.IsFinite(total)) return new(0, float.NaN);
        var token = greedy ? logits.IndexOf(highest)
            : options.TopK == 0 && options.TopP >= 1 ? Invert(logits, highest, scale, uniform * total)
            : _truncation.Invert(Weigh(logits, highest, scale), total, options, uniform);
        return new(token, (float)(((logits[token] - highest) * (double)scale) - Math.Log(total)));
    }

    /// <summary>The highest score, of those that are numbers; the others show in the sum of the weights.</summary>
    private static float Highest(ReadOnlySpan<float> logits)
    {
        ref var first = ref MemoryMarshal.GetReference(logits);
        var (a, b) = (Vector256.Create(logits[0]), Vector256.Create(logits[0]));
        var i = 0;
        for (; i <= logits.Length - (2 * Vector256<float>.Count); i += 2 * Vector256<float>.Count)
        {
            a = Vector256.MaxNative(a, Vector256.LoadUnsafe(ref first, (nuint)i));
            b = Vector256.MaxNative(b, Vector256.LoadUnsafe(ref first, (nuint)(i + Vector256<float>.Count)));
        }

        a = Vector256.MaxNative(a, b);
        var highest = a[0];
        for (var lane = 1; lane < Vector256<float>.Count; lane++) highest = float.MaxNative(highest, a[lane]);
        for (; i < logits.Length; i++) highest = float.MaxNative(highest, logits[i]);
        return highest;
    }

    /// <summary>The sum of exp((logit - highest) * scale), and what every piece has of it.</summary>
    private double Sum(ReadOnlySpan<float> logits, float scale, out float highest)
    {
        highest = float.NegativeInfinity;
        for (var piece = 0; piece < _pieceSums.Length; piece++)
        {
            var of = Of(logits, piece);
            var most = _pieceHighest[piece] = Highest(of);
            highest = float.MaxNative(highest, most);
            _pieceSums[piece] = float.IsNegativeInfinity(most) ? 0 : WeighPiece(of, _weights, most, scale);
        }

        double total = 0;
        for (var piece = 0; piece < _pieceSums.Length; piece++)
            total += _pieceSums[piece] *= Math.Exp((_pieceHighest[piece] - highest) * (double)scale);
        return total;
    }

    /// <summary>All of exp((logit - highest) * scale).</summary>
    private ReadOnlySpan<float> Weigh(ReadOnlySpan<float> logits, float highest, float scale)
    {
        for (var piece = 0; piece < _pieceSums.Length; piece++) WeighPiece(Of(logits, piece), _weights.AsSpan(piece * Piece), highest, scale);
        return _weights.AsSpan(0, logits.Length);
    }

    private static ReadOnlySpan<float> Of(ReadOnlySpan<float> logits, int piece) => logits[(piece * Piece)..Math.Min((piece + 1) * Piece, logits.Length)];

    private static double WeighPiece(ReadOnlySpan<float> logits, Span<float> weights, float highest, float scale)
    {
        var (shift, factor, sum) = (Vector256.Create(highest), Vector256.Create(scale), Vector256<float>.Zero);
        var i = 0;
        for (; i <= logits.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var weight = Exponential.Of((Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(logits), (nuint)i) - shift) * factor);
            weight.StoreUnsafe(ref MemoryMarshal.GetReference(weights), (nuint)i);
            sum += weight;
        }
        var total = Vector256.Sum(sum);
        for (; i < logits.Length; i++) total += weights[i] = MathF.Exp((logits[i] - highest) * scale);
        return total;
    }

    private int Invert(ReadOnlySpan<float> logits, float highest, float scale, double target)
    {
        var piece = 0;
        while (piece < _pieceSums.Length - 1 && target >= _pieceSums[piece]) target -= _pieceSums[piece++];
        var of = Of(logits, piece);
        // The only piece was weighed so a moment ago.
        if (_pieceSums.Length > 1) WeighPiece(of, _weights, highest, scale);
        var last = 0;
        for (var i = 0; i < of.Length; i++)
        {
            if (_weights[i] == 0) continue;
            last = i;
            if ((target -= _weights[i]) < 0) break;
        }
        return (piece * Piece) + last;
    }
}

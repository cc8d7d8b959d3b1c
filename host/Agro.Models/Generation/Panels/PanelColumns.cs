using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Agro.Models.Generation.Panels;

/// <summary>
/// The products of <see cref="PanelLinear"/> for a panel of which few lanes are used. There vectors hold neighboring outputs of one sequence
/// instead of one output of all, so that no lane is idle: blocks of weights are turned on the way from memory. Every output is the same chain
/// of fused multiply-adds, to the bit.
/// </summary>
internal static unsafe class PanelColumns
{
    /// <summary>The most lanes for which turning weights pays.</summary>
    public const int MostLanes = 4;

    /// <summary>How many outputs are computed together.</summary>
    public const int Block = 32;

    private const int Lanes = PanelLinear.Lanes;
    private const int Half = 16;

    /// <summary>Whether this processor can.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Computes a block of outputs.</summary>
    /// <param name="a">The block's weights, <c>[Block, in]</c>.</param>
    /// <param name="n">How many inputs.</param>
    /// <param name="x"><c>[in, Lanes]</c>.</param>
    /// <param name="y">Receives <c>[Block, Lanes]</c>, in the lanes that are used.</param>
    /// <param name="lanes">How many are, at most <see cref="MostLanes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(float* a, nint n, float* x, float* y, int lanes)
    {
        var columns = stackalloc float[Half * Block];
        var sums = stackalloc float[MostLanes * Block];
        for (var i = 0; i < lanes * Block; i++) sums[i] = 0;
        nint done = 0;
        for (; done + Half <= n; done += Half)
        {
            Fetch(a + (Block * n) + done, n);
            Turn(a + done, n, columns);
            Turn(a + (Half * n) + done, n, columns + Half);
            for (var lane = 0; lane < lanes; lane++) Add(columns, x + (done * Lanes) + lane, sums + (lane * Block), Half);
        }

        if (done < n)
        {
            var rest = (int)(n - done);
            for (var i = 0; i < rest; i++)
                for (var row = 0; row < Block; row++) columns[(i * Block) + row] = a[(row * n) + done + i];
            for (var lane = 0; lane < lanes; lane++) Add(columns, x + (done * Lanes) + lane, sums + (lane * Block), rest);
        }

        for (var lane = 0; lane < lanes; lane++)
            for (var row = 0; row < Block; row++) y[(row * Lanes) + lane] = sums[(lane * Block) + row];
    }

    /// <summary>Asks for the same inputs of the next block's weights: as many streams as a block has rows are too many for the processor to foresee.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* a, nint n)
    {
        for (var row = 0; row < Block; row++, a += n) Sse.Prefetch1(a);
    }

    /// <summary>Adds columns of weights, each times one input, to the sums of one sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* columns, float* x, float* sums, int count)
    {
        // Two chains are in flight, since one would wait for itself.
        var (first, second) = (Vector512.Load(sums), Vector512.Load(sums + Half));
        for (var i = 0; i < count; i++, columns += Block, x += Lanes)
        {
            var input = Vector512.Create(*x);
            first = Vector512.FusedMultiplyAdd(Vector512.Load(columns), input, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Load(columns + Half), input, second);
        }

        first.Store(sums);
        second.Store(sums + Half);
    }

    /// <summary>Turns 16 rows of 16 weights into columns, <see cref="Block"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* a, nint n, float* columns)
    {
        if (Avx512F.IsSupported) TurnWide(a, n, columns);
        else
        {
            TurnNarrow(a, n, columns);
            TurnNarrow(a + 8, n, columns + (8 * Block));
            TurnNarrow(a + (8 * n), n, columns + 8);
            TurnNarrow(a + (8 * n) + 8, n, columns + (8 * Block) + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnWide(float* a, nint n, float* columns)
    {
        Quarter(a, n, out var a0, out var a1, out var a2, out var a3);
        Quarter(a + (4 * n), n, out var b0, out var b1, out var b2, out var b3);
        Quarter(a + (8 * n), n, out var c0, out var c1, out var c2, out var c3);
        Quarter(a + (12 * n), n, out var d0, out var d1, out var d2, out var d3);
        Place(a0, b0, c0, d0, columns);
        Place(a1, b1, c1, d1, columns + Block);
        Place(a2, b2, c2, d2, columns + (2 * Block));
        Place(a3, b3, c3, d3, columns + (3 * Block));
    }

    /// <summary>Four rows: vector c then holds columns c, 4 + c, 8 + c and 12 + c, a quarter each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(float* a, nint n, out Vector512<double> c0, out Vector512<double> c1, out Vector512<double> c2, out Vector512<double> c3)
    {
        var (r0, r1, r2, r3) = (Vector512.Load(a), Vector512.Load(a + n), Vector512.Load(a + (2 * n)), Vector512.Load(a + (3 * n)));
        var (low, lowNext) = (Avx512F.UnpackLow(r0, r1).AsDouble(), Avx512F.UnpackLow(r2, r3).AsDouble());
        var (high, highNext) = (Avx512F.UnpackHigh(r0, r1).AsDouble(), Avx512F.UnpackHigh(r2, r3).AsDouble());
        (c0, c1) = (Avx512F.UnpackLow(low, lowNext), Avx512F.UnpackHigh(low, lowNext));
        (c2, c3) = (Avx512F.UnpackLow(high, highNext), Avx512F.UnpackHigh(high, highNext));
    }

    /// <summary>Joins the quarters of four columns that stand four apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Place(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, float* columns)
    {
        var (ab, abNext) = (Avx512F.Shuffle4x128(a, b, 0x44), Avx512F.Shuffle4x128(a, b, 0xEE));
        var (cd, cdNext) = (Avx512F.Shuffle4x128(c, d, 0x44), Avx512F.Shuffle4x128(c, d, 0xEE));
        Avx512F.Shuffle4x128(ab, cd, 0x88).AsSingle().Store(columns);
        Avx512F.Shuffle4x128(ab, cd, 0xDD).AsSingle().Store(columns + (4 * Block));
        Avx512F.Shuffle4x128(abNext, cdNext, 0x88).AsSingle().Store(columns + (8 * Block));
        Avx512F.Shuffle4x128(abNext, cdNext, 0xDD).AsSingle().Store(columns + (12 * Block));
    }

    /// <summary>8 rows of 8 weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnNarrow(float* a, nint n, float* columns)
    {
        HalfRows(a, n, out var a0, out var a1, out var a2, out var a3);
        HalfRows(a + (4 * n), n, out var b0, out var b1, out var b2, out var b3);
        Avx.Permute2x128(a0, b0, 0x20).AsSingle().Store(columns);
        Avx.Permute2x128(a1, b1, 0x20).AsSingle().Store(columns + Block);
        Avx.Permute2x128(a2, b2, 0x20).AsSingle().Store(columns + (2 * Block));
        Avx.Permute2x128(a3, b3, 0x20).AsSingle().Store(columns + (3 * Block));
        Avx.Permute2x128(a0, b0, 0x31).AsSingle().Store(columns + (4 * Block));
        Avx.Permute2x128(a1, b1, 0x31).AsSingle().Store(columns + (5 * Block));
        Avx.Permute2x128(a2, b2, 0x31).AsSingle().Store(columns + (6 * Block));
        Avx.Permute2x128(a3, b3, 0x31).AsSingle().Store(columns + (7 * Block));
    }

    /// <summary>Four rows: vector c then holds columns c and 4 + c, a half each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfRows(float* a, nint n, out Vector256<double> c0, out Vector256<double> c1, out Vector256<double> c2, out Vector256<double> c3)
    {
        var (r0, r1, r2, r3) = (Vector256.Load(a), Vector256.Load(a + n), Vector256.Load(a + (2 * n)), Vector256.Load(a + (3 * n)));
        var (low, lowNext) = (Avx.UnpackLow(r0, r1).AsDouble(), Avx.UnpackLow(r2, r3).AsDouble());
        var (high, highNext) = (Avx.UnpackHigh(r0, r1).AsDouble(), Avx.UnpackHigh(r2, r3).AsDouble());
        (c0, c1) = (Avx.UnpackLow(low, lowNext), Avx.UnpackHigh(low, lowNext));
        (c2, c3) = (Avx.UnpackLow(high, highNext), Avx.UnpackHigh(high, highNext));
    }
}

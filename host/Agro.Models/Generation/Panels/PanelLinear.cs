using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Agro.Models.Generation.Panels;

/// <summary>
/// A linear projection over panels. A panel holds <see cref="Lanes"/> sequences side by side, <c>[features, Lanes]</c>, so that a product
/// streams the weights <c>[out, in]</c> as they lie in the policy's own memory and needs no sum across a vector. Every output is one chain
/// of fused multiply-adds in the order of the inputs, whatever the batch: a sequence's logits do not depend on its neighbors by a bit.
/// </summary>
internal readonly unsafe struct PanelLinear(float* weight, float* bias, int outputs, int inputs)
{
    /// <summary>Sequences in a panel: one AVX-512 vector, two AVX2 vectors.</summary>
    public const int Lanes = 16;

    public int Outputs { get; } = outputs;

    public int Inputs { get; } = inputs;

    /// <summary>What an adapter adds; null for none.</summary>
    public PanelAdapter? Adapter { get; init; }

    /// <summary>Computes some outputs of neighboring panels.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="count">How many outputs.</param>
    /// <param name="x"><c>[panels, in, Lanes]</c>.</param>
    /// <param name="y">Where the first output of the first panel goes, <c>[count, Lanes]</c>.</param>
    /// <param name="stride">From there to the next panel's, in floats.</param>
    /// <param name="panels">How many panels.</param>
    /// <param name="lanes">How many lanes of the last panel are used; the others may be left as they are.</param>
    public void Rows(int first, int count, float* x, float* y, nint stride, int panels, int lanes)
    {
        if (panels == 1 && lanes <= PanelColumns.MostLanes && PanelColumns.IsSupported)
        {
            var columns = count / PanelColumns.Block * PanelColumns.Block;
            for (var row = 0; row < columns; row += PanelColumns.Block)
                PanelColumns.Rows(weight + ((nint)(first + row) * Inputs), Inputs, x, y + ((nint)row * Lanes), lanes);
            Panels(first + columns, count - columns, x, y + ((nint)columns * Lanes), stride, 1);
        }
        else
        {
            Panels(first, count, x, y, stride, panels);
        }

        if (bias != null) AddBias(first, count, y, stride, panels);
    }

    private void Panels(int first, int count, float* x, float* y, nint stride, int panels)
    {
        var block = Vector512.IsHardwareAccelerated ? 16 : 6;
        for (var row = 0; row < count;)
        {
            var step = count - row >= block ? block : count - row >= 4 ? 4 : 1;
            var from = weight + ((nint)(first + row) * Inputs);
            // These rows of weights stay in the first cache while all panels pass them.
            for (var panel = 0; panel < panels; panel++)
                Block(step, from, Inputs, x + ((nint)panel * Inputs * Lanes), y + (panel * stride) + ((nint)row * Lanes));
            row += step;
        }
    }

    private static void Block(int rows, float* from, nint inputs, float* x, float* y)
    {
        if (rows == 16) Rows16(from, inputs, x, y);
        else if (rows == 6) Rows6(from, inputs, x, y);
        else if (rows == 4) Rows4(from, inputs, x, y);
        else Rows1(from, inputs, x, y);
    }

    private void AddBias(int first, int count, float* y, nint stride, int panels)
    {
        for (var panel = 0; panel < panels; panel++)
            for (var row = 0; row < count; row++)
            {
                var to = y + (panel * stride) + ((nint)row * Lanes);
                (Vector512.Load(to) + Vector512.Create(bias[first + row])).Store(to);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows16(float* a, nint n, float* x, float* y)
    {
        float* b = a + (4 * n), c = b + (4 * n), d = c + (4 * n);
        nint n2 = 2 * n, n3 = 3 * n;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        for (var end = a + n; a < end; a++, b++, c++, d++, x += Lanes)
        {
            var v = Vector512.Load(x);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[0]), v, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(a[n]), v, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(a[n2]), v, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(a[n3]), v, a3);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Create(b[0]), v, b0);
            b1 = Vector512.FusedMultiplyAdd(Vector512.Create(b[n]), v, b1);
            b2 = Vector512.FusedMultiplyAdd(Vector512.Create(b[n2]), v, b2);
            b3 = Vector512.FusedMultiplyAdd(Vector512.Create(b[n3]), v, b3);
            c0 = Vector512.FusedMultiplyAdd(Vector512.Create(c[0]), v, c0);
            c1 = Vector512.FusedMultiplyAdd(Vector512.Create(c[n]), v, c1);
            c2 = Vector512.FusedMultiplyAdd(Vector512.Create(c[n2]), v, c2);
            c3 = Vector512.FusedMultiplyAdd(Vector512.Create(c[n3]), v, c3);
            d0 = Vector512.FusedMultiplyAdd(Vector512.Create(d[0]), v, d0);
            d1 = Vector512.FusedMultiplyAdd(Vector512.Create(d[n]), v, d1);
            d2 = Vector512.FusedMultiplyAdd(Vector512.Create(d[n2]), v, d2);
            d3 = Vector512.FusedMultiplyAdd(Vector512.Create(d[n3]), v, d3);
        }
        Store4(y, a0, a1, a2, a3);
        Store4(y + (4 * Lanes), b0, b1, b2, b3);
        Store4(y + (8 * Lanes), c0, c1, c2, c3);
        Store4(y + (12 * Lanes), d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(float* a, nint n, float* x, float* y)
    {
        var b = a + (3 * n);
        var n2 = 2 * n;
        Vector256<float> a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default;
        Vector256<float> c0 = default, c1 = default, c2 = default, d0 = default, d1 = default, d2 = default;
        for (var end = a + n; a < end; a++, b++, x += Lanes)
        {
            var (v, w) = (Vector256.Load(x), Vector256.Load(x + 8));
            var s = Vector256.Create(a[0]);
            (a0, c0) = (Vector256.FusedMultiplyAdd(s, v, a0), Vector256.FusedMultiplyAdd(s, w, c0));
            s = Vector256.Create(a[n]);
            (a1, c1) = (Vector256.FusedMultiplyAdd(s, v, a1), Vector256.FusedMultiplyAdd(s, w, c1));
            s = Vector256.Create(a[n2]);
            (a2, c2) = (Vector256.FusedMultiplyAdd(s, v, a2), Vector256.FusedMultiplyAdd(s, w, c2));
            s = Vector256.Create(b[0]);
            (b0, d0) = (Vector256.FusedMultiplyAdd(s, v, b0), Vector256.FusedMultiplyAdd(s, w, d0));
            s = Vector256.Create(b[n]);
            (b1, d1) = (Vector256.FusedMultiplyAdd(s, v, b1), Vector256.FusedMultiplyAdd(s, w, d1));
            s = Vector256.Create(b[n2]);
            (b2, d2) = (Vector256.FusedMultiplyAdd(s, v, b2), Vector256.FusedMultiplyAdd(s, w, d2));
        }
        Store3(y, a0, c0, a1, c1, a2, c2);
        Store3(y + (3 * Lanes), b0, d0, b1, d1, b2, d2);
    }

    private static void Rows4(float* a, nint n, float* x, float* y)
    {
        nint n2 = 2 * n, n3 = 3 * n;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (var end = a + n; a < end; a++, x += Lanes)
        {
            var v = Vector512.Load(x);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[0]), v, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(a[n]), v, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(a[n2]), v, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(a[n3]), v, a3);
        }
        Store4(y, a0, a1, a2, a3);
    }

    private static void Rows1(float* a, nint n, float* x, float* y)
    {
        Vector512<float> sum = default;
        for (var end = a + n; a < end; a++, x += Lanes) sum = Vector512.FusedMultiplyAdd(Vector512.Create(*a), Vector512.Load(x), sum);
        sum.Store(y);
    }

    private static void Store4(float* y, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        a.Store(y);
        b.Store(y + Lanes);
        c.Store(y + (2 * Lanes));
        d.Store(y + (3 * Lanes));
    }

    private static void Store3(
        float* y, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, Vector256<float> e, Vector256<float> f)
    {
        a.Store(y);
        b.Store(y + 8);
        c.Store(y + 16);
        d.Store(y + 24);
        e.Store(y + 32);
        f.Store(y + 40);
    }
}

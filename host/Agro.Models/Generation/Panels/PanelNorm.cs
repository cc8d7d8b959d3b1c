using System.Runtime.Intrinsics;

namespace Agro.Models.Generation.Panels;

/// <summary>A normalization over the features of a panel <c>[features, Lanes]</c>; the default one is none.</summary>
internal readonly unsafe struct PanelNorm(NormForm form, float* weight, float* bias, int size, float epsilon)
{
    private const int Lanes = PanelLinear.Lanes;

    /// <summary>Whether the model has it.</summary>
    public bool Exists => weight != null;

    /// <summary>x to y, which may be the same.</summary>
    public void Of(float* x, float* y)
    {
        if (form == NormForm.Layer) OfLayer(x, y);
        else OfSquares(x, y);
    }

    private void OfSquares(float* x, float* y)
    {
        Vector512<float> sum = default;
        for (var i = 0; i < size; i++)
        {
            var v = Vector512.Load(x + (i * Lanes));
            sum = Vector512.FusedMultiplyAdd(v, v, sum);
        }

        var scale = Scale(sum);
        var offset = form == NormForm.RmsAroundOne ? 1f : 0f;
        for (var i = 0; i < size; i++) (Vector512.Load(x + (i * Lanes)) * scale * Vector512.Create(weight[i] + offset)).Store(y + (i * Lanes));
    }

    private void OfLayer(float* x, float* y)
    {
        Vector512<float> total = default, squares = default;
        for (var i = 0; i < size; i++) total += Vector512.Load(x + (i * Lanes));
        var mean = total / Vector512.Create((float)size);
        for (var i = 0; i < size; i++)
        {
            var v = Vector512.Load(x + (i * Lanes)) - mean;
            squares = Vector512.FusedMultiplyAdd(v, v, squares);
        }

        var scale = Scale(squares);
        for (var i = 0; i < size; i++)
            Vector512.FusedMultiplyAdd((Vector512.Load(x + (i * Lanes)) - mean) * scale, Vector512.Create(weight[i]), Vector512.Create(bias[i]))
                .Store(y + (i * Lanes));
    }

    private Vector512<float> Scale(Vector512<float> squares) =>
        Vector512<float>.One / Vector512.Sqrt((squares / Vector512.Create((float)size)) + Vector512.Create(epsilon));
}

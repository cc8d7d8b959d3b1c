using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>The turns of some positions, shaped to broadcast over <c>[B, T, H, hd]</c>; the first half of <paramref name="Sine"/> is negated.</summary>
internal readonly record struct RotaryTurns(Tensor Cosine, Tensor Sine)
{
    /// <summary>Turns queries or keys, <c>[B, T, H, hd]</c>: element i pairs with element i + hd/2.</summary>
    public Tensor Of(Tensor heads)
    {
        var half = heads.size(-1) / 2;
        var swapped = cat([heads.narrow(-1, half, half), heads.narrow(-1, 0, half)], -1);
        return heads.mul(Cosine).addcmul(swapped, Sine, 1);
    }
}

/// <summary>
/// Rotary position embedding (Su et al., arXiv 2104.09864) in the half-split layout of Hugging Face. The table is computed in float64 and
/// grows with the longest sequence met.
/// </summary>
internal sealed class RotaryEmbedding(RotarySettings settings, int most, Device device, ScalarType dtype) : IDisposable
{
    private Tensor? _cosine;
    private Tensor? _sine;

    /// <summary>The turns of positions 0 to length - 1, for <c>[B, T, H, hd]</c>.</summary>
    public RotaryTurns First(long length)
    {
        Grow(length);
        return new(_cosine!.narrow(0, 0, length).unsqueeze(1), _sine!.narrow(0, 0, length).unsqueeze(1));
    }

    /// <summary>The turns of one position for each row, for <c>[B, 1, H, hd]</c>.</summary>
    /// <param name="positions"><c>[B]</c>, int64.</param>
    /// <param name="longest">Above all of them.</param>
    public RotaryTurns At(Tensor positions, long longest)
    {
        Grow(longest);
        return new(Rows(_cosine!), Rows(_sine!));

        Tensor Rows(Tensor table) => table.index_select(0, positions).unsqueeze(1).unsqueeze(1);
    }

    public void Dispose()
    {
        _cosine?.Dispose();
        _sine?.Dispose();
    }

    private void Grow(long length)
    {
        if (_cosine is not null && _cosine.size(0) >= length) return;
        Dispose();
        var rows = (int)Math.Min(most, Math.Max(256, 2 * length));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (cosines, sines) = settings.Turns(rows);
        var (cosine, sine) = (tensor(cosines).view(rows, -1), tensor(sines).view(rows, -1));
        _cosine = cat([cosine, cosine], 1).to(dtype, device).DetachFromDisposeScope();
        _sine = cat([-sine, sine], 1).to(dtype, device).DetachFromDisposeScope();
    }
}

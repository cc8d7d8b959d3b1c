using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>The bytes of a contiguous tensor on the CPU, in pieces, because a span ends at 2 GiB and a tensor does not.</summary>
internal static class TensorBytes
{
    private const long ChunkBytes = 1 << 26;

    /// <summary>Calls an action on each piece in order. The pieces are the tensor's own memory.</summary>
    public static void ForEachChunk(Tensor tensor, Action<Span<byte>> action)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var flat = tensor.detach().view(-1);
        var step = ChunkBytes / flat.ElementSize;
        for (long start = 0; start < flat.NumberOfElements; start += step)
            action(flat.narrow(0, start, Math.Min(step, flat.NumberOfElements - start)).bytes);
    }
}

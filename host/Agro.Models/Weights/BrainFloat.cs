using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>bfloat16 numbers, which are the upper halves of float32 numbers.</summary>
internal static class BrainFloat
{
    /// <summary>Whether <see cref="Widen"/> turns a file's numbers into a tensor's.</summary>
    public static bool Fits(ScalarType file, Tensor into) =>
        file == ScalarType.BFloat16 && into.dtype == ScalarType.Float32 && into.device_type == TorchSharp.DeviceType.CPU;

    /// <summary>Turns bfloat16 numbers into as many float32 numbers, exactly.</summary>
    /// <param name="from">The bytes of n numbers.</param>
    /// <param name="into">Receives the bytes of n numbers.</param>
    public static void Widen(ReadOnlySpan<byte> from, Span<byte> into)
    {
        var narrow = MemoryMarshal.Cast<byte, ushort>(from);
        var wide = MemoryMarshal.Cast<byte, uint>(into);
        var i = 0;
        for (; i <= narrow.Length - 16; i += 16)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(narrow.Slice(i, 16)));
            (lower << 16).CopyTo(wide[i..]);
            (upper << 16).CopyTo(wide[(i + 8)..]);
        }

        for (; i < narrow.Length; i++) wide[i] = (uint)narrow[i] << 16;
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// The one way by which numbers of the host come to a model's device, and back. On a GPU those that go there pass through pinned memory and
/// are queued behind the work that is under way: the host does not wait. libtorch keeps pinned memory until the copy has been made. For
/// those that come back the host waits until all of that work is done, which is counted.
/// </summary>
internal static class DeviceTransfer
{
    [ThreadStatic]
    private static long _synchronizations;

    /// <summary>How often this thread has waited for numbers from a device so far; the CPU counts as one.</summary>
    public static long Synchronizations => _synchronizations;

    /// <summary>Whole numbers, such as token ids and places, as a tensor of a shape; without one, in a row.</summary>
    public static Tensor ToDevice(long[] values, Device device, params ReadOnlySpan<long> shape) =>
        Queued(shape.IsEmpty ? tensor(values) : tensor(values, shape), device);

    /// <summary>Numbers in float64, as a tensor of a shape; without one, in a row.</summary>
    public static Tensor ToDevice(double[] values, Device device, params ReadOnlySpan<long> shape) =>
        Queued(shape.IsEmpty ? tensor(values) : tensor(values, shape), device);

    /// <summary>All numbers of a tensor of any shape and floating type.</summary>
    public static double[] ToHost(Tensor values)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(Fetched(values, ScalarType.Float64).bytes).ToArray();
    }

    /// <summary>The same in float32, into memory of that size.</summary>
    public static void ToHost(Tensor values, Span<float> into)
    {
        using var scope = NewDisposeScope();
        MemoryMarshal.Cast<byte, float>(Fetched(values, ScalarType.Float32).bytes).CopyTo(into);
    }

    /// <summary>The one number of a tensor.</summary>
    public static double Number(Tensor scalar) => ToHost(scalar)[0];

    private static Tensor Queued(Tensor values, Device device)
    {
        if (device.type == DeviceType.CPU) return values;
        using (values)
        using (var pinned = values.pin_memory())
            return pinned.to(device, non_blocking: true);
    }

    private static Tensor Fetched(Tensor values, ScalarType type)
    {
        _synchronizations++;
        return values.detach().to(type).cpu().contiguous();
    }
}

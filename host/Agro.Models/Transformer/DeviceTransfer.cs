using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// The one way by which numbers of the host come to a model's device. On a GPU they go through pinned memory and are queued behind the
/// work that is under way there: the host does not wait. libtorch keeps pinned memory until the copy has been made.
/// </summary>
internal static class DeviceTransfer
{
    /// <summary>Whole numbers, such as token ids and places, as a tensor of a shape; without one, in a row.</summary>
    public static Tensor ToDevice(long[] values, Device device, params ReadOnlySpan<long> shape)
    {
        if (device.type == DeviceType.CPU) return shape.IsEmpty ? tensor(values) : tensor(values, shape);
        using var host = (shape.IsEmpty ? tensor(values) : tensor(values, shape)).pin_memory();
        return host.to(device, non_blocking: true);
    }
}

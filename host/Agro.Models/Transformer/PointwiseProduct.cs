using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// A linear projection of many rows as a convolution of 1 x 1. libtorch gives products to MKL, which makes no use of AVX-512 on processors
/// of AMD, and convolutions to oneDNN, which does: over twice as fast there, in every direction of the gradient. Elsewhere MKL is as fast.
/// </summary>
internal static class PointwiseProduct
{
    // Below these, setting a convolution up takes longer than it saves; and libtorch keeps small single images from oneDNN.
    private const long FewestRows = 128, FewestNumbers = 20480;

    /// <summary>The gradient by the weights is three times slower where the rows are no multiple of this.</summary>
    public const int Alignment = 8;

    // A single point cannot be dilated, but with one thread libtorch gives oneDNN only convolutions that are.
    private static readonly long[] Dilation = [1, 2];

    private static readonly bool IsFaster = Avx512F.IsSupported && Vendor() == "AuthenticAMD";

    /// <summary>Whether projections of a number of rows are faster this way on this machine, if their weights are on its processor in float32.</summary>
    public static bool Suits(long rows) => IsFaster && rows >= FewestRows;

    /// <summary>Whether a projection is faster this way; a matter of shapes and of the machine, so that a run repeats itself.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="weight"><c>[out, in]</c>.</param>
    public static bool Suits(Tensor input, Tensor weight) =>
        input.dtype == ScalarType.Float32 && Suits(weight, input.numel() / weight.size(1));

    /// <summary>The same for a number of rows.</summary>
    /// <param name="weight"><c>[out, in]</c>.</param>
    /// <param name="rows">Rows of input, in float32.</param>
    public static bool Suits(Tensor weight, long rows) =>
        Suits(rows) && weight.device_type == DeviceType.CPU && weight.dtype == ScalarType.Float32 && rows * weight.size(1) > FewestNumbers;

    /// <summary><c>[..., in]</c> to <c>[..., out]</c>: <c>x W^T + b</c>.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="weight"><c>[out, in]</c>.</param>
    /// <param name="bias"><c>[out]</c>; null for none.</param>
    public static Tensor Of(Tensor input, Tensor weight, Tensor? bias)
    {
        var (outputs, inputs) = (weight.size(0), weight.size(1));
        var rows = input.numel() / inputs;
        var padding = is_grad_enabled() && weight.requires_grad ? -rows & (Alignment - 1) : 0;
        var aligned = padding == 0 ? input.contiguous() : nn.functional.pad(input.reshape(rows, inputs), [0, 0, 0, padding]);
        // Rows are the picture's points and features its channels, which lie beside each other as they do in a matrix: nothing is copied.
        var picture = aligned.view(1, rows + padding, 1, inputs).permute(0, 3, 1, 2);
        var output = nn.functional.conv2d(picture, weight.view(outputs, inputs, 1, 1), bias, dilation: Dilation);
        return output.permute(0, 2, 3, 1).narrow(1, 0, rows).reshape([.. input.shape[..^1], outputs]);
    }

    private static string Vendor()
    {
        var (_, b, c, d) = X86Base.IsSupported ? X86Base.CpuId(0, 0) : default;
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes((ReadOnlySpan<int>)[b, d, c]));
    }
}

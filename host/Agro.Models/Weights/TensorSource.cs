using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>A tensor to be written, made when its turn comes, so that a file never needs the memory of all its tensors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type that it is written in.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Make">Makes it, of any type and on any device, in the caller's dispose scope.</param>
internal sealed record TensorSource(string Name, ScalarType Type, ImmutableArray<long> Shape, Func<Tensor> Make)
{
    /// <summary>Its size in a file.</summary>
    public long ByteCount => Shape.Aggregate((long)SafetensorsType.Size(Type), (product, size) => product * size);

    public static TensorSource Of(string name, Tensor tensor) => new(name, tensor.dtype, [.. tensor.shape], () => tensor);
}

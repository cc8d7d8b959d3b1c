using Agro.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Where parameters come from: a seed, or files.</summary>
internal static class ParameterStore
{
    public static OrderedDictionary<string, Tensor> Random(ModelConfig config, long seed, Device device, ScalarType dtype)
    {
        using var generator = new Generator(unchecked((ulong)seed), CPU);
        return Fill(config, device, dtype, parameter => parameter.Initialization switch
        {
            // Always drawn on the CPU in float32, so that a seed means the same weights everywhere.
            Initialization.Normal => empty(parameter.Shape, ScalarType.Float32).normal_(0, config.InitializerRange, generator),
            Initialization.Ones => ones(parameter.Shape, ScalarType.Float32),
            _ => zeros(parameter.Shape, ScalarType.Float32),
        });
    }

    public static OrderedDictionary<string, Tensor> Read(ModelConfig config, ModelWeights weights, Device device, ScalarType dtype)
    {
        ParameterFiles.Check(config, weights);
        // Memory that is not written to takes none: each tensor's is taken as it is read.
        var parameters = Fill(config, device, dtype, parameter => empty(parameter.Shape, TypeOn(device, dtype), device));
        ParameterFiles.Read(config, weights, parameters);
        return parameters;
    }

    /// <summary>Refuses what cannot fit: the system would grant the memory, and end the process once it is used.</summary>
    private static void CheckMemory(ModelConfig config, Device device, ScalarType dtype)
    {
        if (device.type != DeviceType.CPU) return;
        var needed = (double)ParameterShapes.Count(config) * (dtype == ScalarType.Float64 ? 8 : 4);
        var there = (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > there)
            throw new InputException(FormattableString.Invariant($"the policy's weights take {needed / (1 << 30):0.#} GiB, and this machine has {there / (1 << 30):0.#} GiB of memory"));
    }

    private static OrderedDictionary<string, Tensor> Fill(
        ModelConfig config, Device device, ScalarType dtype, Func<ParameterShape, Tensor> make)
    {
        CheckMemory(config, device, dtype);
        var parameters = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        using var _ = no_grad();
        foreach (var shape in ParameterShapes.Of(config))
        {
            using var scope = NewDisposeScope();
            parameters.Add(shape.Name, make(shape).to(TypeOn(device, dtype), device).DetachFromDisposeScope());
        }
        return parameters;
    }

    private static ScalarType TypeOn(Device device, ScalarType dtype) =>
        device.type == DeviceType.CPU && FloatingType.IsNarrow(dtype) ? ScalarType.Float32 : dtype;
}

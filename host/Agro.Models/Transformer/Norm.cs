using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>One of the normalizations of <see cref="NormForm"/>, computed in float32 for narrower types.</summary>
internal readonly record struct Norm(NormForm Form, Tensor Weight, Tensor? Bias, double Epsilon)
{
    private static readonly long[] LastAxis = [-1];

    public static Norm From(ModelConfig config, IReadOnlyDictionary<string, Tensor> parameters, string name) =>
        new(config.Norm, parameters[$"{name}.weight"], parameters.GetValueOrDefault($"{name}.bias"), config.NormEpsilon);

    /// <summary><c>[..., size]</c> to the same shape.</summary>
    public Tensor Of(Tensor input)
    {
        if (Form == NormForm.Layer) return nn.functional.layer_norm(input, Weight.shape, Weight, Bias, Epsilon);
        var wide = Wide(input);
        var scale = wide.mul(wide).mean(LastAxis, keepdim: true).add_(Constant.Of(Epsilon)).rsqrt();
        // Llama rounds before the weights, Gemma after them.
        return Form == NormForm.RmsAroundOne
            ? wide.mul(scale).mul(Wide(Weight).add(Constant.Of(1))).to(input.dtype)
            : wide.mul(scale).to(input.dtype).mul(Weight);
    }

    private static Tensor Wide(Tensor tensor) =>
        FloatingType.IsNarrow(tensor.dtype) ? tensor.to(ScalarType.Float32) : tensor;
}

using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Root-mean-square normalization (Zhang and Sennrich, arXiv 1910.07467), computed in float32 for narrower types.</summary>
internal readonly record struct RmsNorm(Tensor Weight, double Epsilon)
{
    private static readonly long[] LastAxis = [-1];

    /// <summary><c>[..., size]</c> to the same shape.</summary>
    public Tensor Of(Tensor input)
    {
        var wide = input.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? input.to(ScalarType.Float32) : input;
        var scale = wide.mul(wide).mean(LastAxis, keepdim: true).add_(Constant.Of(Epsilon)).rsqrt();
        return wide.mul(scale).to(input.dtype).mul(Weight);
    }
}

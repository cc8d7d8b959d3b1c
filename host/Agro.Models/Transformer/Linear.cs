using Agro.Models.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>A linear projection: <c>x W^T + b</c>, with <c>W [out, in]</c>, and what an adapter adds.</summary>
internal readonly record struct Linear(Tensor Weight, Tensor? Bias, LoraProjection? Adapter = null)
{
    // Where the transposed product was measured faster than functional.linear on CPUs.
    private const long MostTransposedRows = 128;

    public static Linear From(ModelParameters parameters, string name) =>
        new(parameters.Tensors[$"{name}.weight"], parameters.Tensors.GetValueOrDefault($"{name}.bias"), parameters.Adapters?.Find(name));

    /// <summary><c>[..., in]</c> to <c>[..., out]</c>.</summary>
    public Tensor Of(Tensor input) =>
        Adapted(PointwiseProduct.Suits(input, Weight) ? PointwiseProduct.Of(input, Weight, Bias) : nn.functional.linear(input, Weight, Bias), input);

    /// <summary><c>[B, T, in]</c> to <c>[B, T, out]</c>, by whichever way suits T and the gradient mode.</summary>
    public Tensor OfAny(Tensor input) => input.size(1) == 1 && !is_grad_enabled() ? OfFew(input.squeeze(1)).unsqueeze(1) : Of(input);

    /// <summary>
    /// The same for few rows <c>[n, in]</c> without gradient: as <c>(W x^T)^T</c> MKL threads the long dimension.
    /// </summary>
    public Tensor OfFew(Tensor input)
    {
        if (Weight.device_type != DeviceType.CPU || input.size(0) > MostTransposedRows) return Of(input);
        var product = Weight.mm(input.t()).t().contiguous();
        return Adapted(Bias is null ? product : product.add_(Bias), input);
    }

    private Tensor Adapted(Tensor output, Tensor input) => Adapter is null ? output : Adapter.AddTo(output, input);
}

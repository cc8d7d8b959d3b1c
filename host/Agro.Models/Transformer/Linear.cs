using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>A linear projection: <c>x W^T + b</c>, with <c>W [out, in]</c>.</summary>
internal readonly record struct Linear(Tensor Weight, Tensor? Bias)
{
    // Where the transposed product was measured faster than functional.linear on CPUs.
    private const long MostTransposedRows = 128;

    public static Linear From(IReadOnlyDictionary<string, Tensor> parameters, string name) =>
        new(parameters[$"{name}.weight"], parameters.GetValueOrDefault($"{name}.bias"));

    /// <summary><c>[..., in]</c> to <c>[..., out]</c>.</summary>
    public Tensor Of(Tensor input) => nn.functional.linear(input, Weight, Bias);

    /// <summary><c>[B, T, in]</c> to <c>[B, T, out]</c>, by whichever way suits T and the gradient mode.</summary>
    public Tensor OfAny(Tensor input) => input.size(1) == 1 && !is_grad_enabled() ? OfFew(input.squeeze(1)).unsqueeze(1) : Of(input);

    /// <summary>
    /// The same for few rows <c>[n, in]</c> without gradient: as <c>(W x^T)^T</c> MKL threads the long dimension.
    /// </summary>
    public Tensor OfFew(Tensor input)
    {
        if (Weight.device_type != DeviceType.CPU || input.size(0) > MostTransposedRows) return Of(input);
        var product = Weight.mm(input.t()).t().contiguous();
        return Bias is null ? product : product.add_(Bias);
    }
}

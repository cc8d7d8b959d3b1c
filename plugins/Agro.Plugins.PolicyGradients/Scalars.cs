using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Numbers of tensors.</summary>
internal static class Scalars
{
    /// <summary>Reads a tensor of one element, of any type and device.</summary>
    /// <param name="scalar">The tensor.</param>
    public static double ToDouble(this Tensor scalar) => scalar.detach().to(float64).item<double>();
}

using static TorchSharp.torch;

namespace Agro.Models.Lora;

/// <summary>The adapter of one module.</summary>
/// <param name="Name">The module's name in the Hugging Face model.</param>
/// <param name="Down">A, <c>[rank, in]</c>.</param>
/// <param name="Up">B, <c>[out, rank]</c>, of all the projections that the module holds.</param>
internal sealed record LoraModule(string Name, Tensor Down, Tensor Up) : IDisposable
{
    /// <summary>What the reference policy has in their place; null for no adapter.</summary>
    public (Tensor Down, Tensor Up)? Reference { get; set; }

    public void Dispose()
    {
        Down.Dispose();
        Up.Dispose();
        Reference?.Down.Dispose();
        Reference?.Up.Dispose();
    }
}

using static TorchSharp.torch;

namespace Agro.Models.Lora;

/// <summary>What an adapter does for one projection: modules that hold several share one A.</summary>
/// <param name="adapters">The adapters that it is one of.</param>
/// <param name="module">The adapter.</param>
/// <param name="start">The projection's first output in the module.</param>
/// <param name="count">How many outputs it has.</param>
internal sealed class LoraProjection(LoraAdapters adapters, LoraModule module, long start, long count)
{
    /// <summary>What its output is multiplied by.</summary>
    public double Scale => adapters.Config.Scale;

    /// <summary>A of the policy in training, <c>[rank, in]</c>.</summary>
    public Tensor Down => module.Down;

    /// <summary>B of the policy in training, <c>[out, rank]</c>; a view.</summary>
    public Tensor Up() => Part(module.Up);

    /// <summary>Adds the adapter's output.</summary>
    /// <param name="output">The projection's output, <c>[..., out]</c>.</param>
    /// <param name="input">Its input, <c>[..., in]</c>.</param>
    public Tensor AddTo(Tensor output, Tensor input)
    {
        if ((adapters.IsReference ? module.Reference : (module.Down, module.Up)) is not var (down, up)) return output;
        var added = nn.functional.linear(nn.functional.linear(input.to(down.dtype), down), Part(up));
        return output.add(added.to(output.dtype), adapters.ScaleOfOutput);
    }

    private Tensor Part(Tensor up) => count == up.size(0) ? up : up.narrow(0, start, count);
}

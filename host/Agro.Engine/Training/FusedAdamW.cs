using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>
/// libtorch's fused kernels for the optimizer, which pass over each tensor's memory once. TorchSharp does not wrap them; TorchScript
/// reaches them. Compiled once a process, because what is compiled is never freed.
/// </summary>
internal static class FusedAdamW
{
    private const string Source = """
        def update(weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor],
                   rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> Tensor:
            unused: List[Tensor] = []
            torch._fused_adamw_(weights, gradients, first, second, unused, steps, lr=rate, beta1=beta1, beta2=beta2,
                                weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
            return steps[0]

        def norms(gradients: List[Tensor]) -> Tensor:
            return torch.stack(torch._foreach_norm(gradients))

        """;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() =>
    {
        // Found only here and never disposed, whatever scope the first step is in.
        using var scope = NewDisposeScope();
        return jit.compile(Source);
    });

    /// <summary>Tensors of one type on one device, as lists of the same length.</summary>
    /// <param name="Weights">The weights, changed in place.</param>
    /// <param name="Gradients">Their gradients.</param>
    /// <param name="First">Their first moments, changed in place.</param>
    /// <param name="Second">Their second moments, changed in place.</param>
    public sealed record Lists(Tensor[] Weights, Tensor[] Gradients, Tensor[] First, Tensor[] Second);

    /// <summary>Does one step of AdamW without gradient.</summary>
    /// <param name="lists">What it changes.</param>
    /// <param name="options">The constants.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="step">Which step it is, from 1 on.</param>
    public static void Update(Lists lists, AdamWOptions options, double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        var steps = tensor((float)step, device: lists.Weights[0].device);
        Unit.Value.invoke<Tensor>("update", lists.Weights, lists.Gradients, lists.First, lists.Second, Enumerable.Repeat(steps, lists.Weights.Length).ToArray(),
            learningRate, options.Beta1, options.Beta2, options.WeightDecay, options.Epsilon);
    }

    /// <summary>The norm of each tensor, <c>[n]</c>; all of one type on one device.</summary>
    /// <param name="tensors">At least one tensor.</param>
    public static Tensor Norms(Tensor[] tensors) => Unit.Value.invoke<Tensor>("norms", (object)tensors);
}

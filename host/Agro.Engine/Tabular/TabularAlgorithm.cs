using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;

namespace Agro.Engine.Tabular;

/// <summary>An algorithm of an experiment.</summary>
/// <param name="Label">What the experiment calls it.</param>
/// <param name="Description">Where it comes from.</param>
/// <param name="Component">The algorithm.</param>
internal sealed record TabularAlgorithm(string Label, ComponentDescription Description, IPolicyGradientAlgorithm Component)
{
    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>A scalar in the caller's dispose scope.</returns>
    /// <exception cref="PluginException">The algorithm threw, or its loss is no scalar.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public TorchSharp.torch.Tensor Loss(PolicyBatch batch)
    {
        try
        {
            var loss = Component.ComputeLoss(batch).Loss;
            return loss.numel() == 1 ? loss : throw new InvalidOperationException($"the loss is no scalar, its shape is [{string.Join(", ", loss.shape)}]");
        }
        catch (Exception exception) when (exception is not AgroException and not OperationCanceledException)
        {
            throw PluginFault.From(exception, Description, nameof(Component.ComputeLoss));
        }
    }
}

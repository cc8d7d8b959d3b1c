using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// A forward pass that keeps only the input of each layer and runs the layer again for its gradient (Chen et al., arXiv 1604.06174):
/// memory of one layer's activations instead of all, for a third more work. Tensors belong to the scope that it was made in.
/// </summary>
internal sealed class LayerCheckpoints
{
    private readonly Func<Tensor> _embedded;
    private readonly IReadOnlyList<Func<Tensor, Tensor>> _layers;
    private readonly List<Tensor> _inputs = [];

    /// <summary>Runs the layers.</summary>
    /// <param name="embedded">Gives the input of the first layer, <c>[B, T, d]</c>.</param>
    /// <param name="layers">The layers.</param>
    public LayerCheckpoints(Func<Tensor> embedded, IReadOnlyList<Func<Tensor, Tensor>> layers)
    {
        (_embedded, _layers) = (embedded, layers);
        using var guard = no_grad();
        var state = embedded();
        foreach (var layer in layers)
        {
            _inputs.Add(state);
            using var scope = NewDisposeScope();
            state = layer(state).MoveToOuterDisposeScope();
        }

        Output = state.detach().requires_grad_();
    }

    /// <summary>What the last layer gives; a leaf, whose gradient <see cref="Backward"/> carries on.</summary>
    public Tensor Output { get; }

    /// <summary>Adds the gradient to the parameters, once <see cref="Output"/> has its own. Called once.</summary>
    public void Backward()
    {
        var gradient = Output.grad;
        for (var i = _layers.Count - 1; i >= 0 && gradient is not null; i--)
        {
            using var scope = NewDisposeScope();
            var input = _inputs[i].detach().requires_grad_();
            _layers[i](input).backward([gradient]);
            gradient = input.grad?.MoveToOuterDisposeScope();
            _inputs[i].Dispose();
        }

        if (gradient is not null && _embedded() is { requires_grad: true } embedded) embedded.backward([gradient]);
    }
}

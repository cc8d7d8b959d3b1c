using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// Log-probabilities and entropies of tokens through a linear head, and their gradient, in two buffers that are used again for every
/// chunk of tokens: without an autograd graph, and without a tensor over the vocabulary besides. With p the distribution and z the logits,
/// d log p(y) / dz = e(y) - p and dH / dz = -p (log p + H).
/// </summary>
internal sealed class ChunkedHead
{
    private readonly Tensor _weight, _second;
    private readonly Tensor? _first;
    private readonly Tensor? _gradient;
    private readonly Scalar _temperature;
    private readonly bool _scaled;

    /// <summary>Makes the buffers, in the scope of the caller.</summary>
    /// <param name="weight">The head, <c>[V, d]</c>.</param>
    /// <param name="rows">Tokens of a chunk.</param>
    /// <param name="temperature">Divides the logits.</param>
    public ChunkedHead(Tensor weight, long rows, double temperature)
    {
        (_weight, _scaled, _temperature) = (weight, temperature != 1, Constant.Of(temperature));
        var type = FloatingType.Wide(weight.dtype);
        _second = empty([rows, weight.size(0)], type, weight.device);
        if (!PointwiseProduct.Suits(weight, rows)) _first = empty_like(_second);
        // A sum of many chunks would lose most of them in a narrow type.
        if (weight.requires_grad && weight.dtype != type) _gradient = zeros(weight.shape, type, weight.device);
    }

    /// <summary>Whether a head can be taken this way: one without bias.</summary>
    public static bool Supports(Linear? head) => head is { Bias: null };

    /// <summary>The log-probabilities and entropies of tokens, <c>[n]</c> each.</summary>
    /// <param name="hidden">What predicts them, <c>[n, d]</c>.</param>
    /// <param name="chosen">The tokens, <c>[n, 1]</c>.</param>
    public (Tensor LogProbs, Tensor Entropies) Scores(Tensor hidden, Tensor chosen)
    {
        var (logProbs, distribution) = Distribution(Product(hidden));
        var ofChosen = logProbs.gather(1, chosen).squeeze(1);
        return (ofChosen, logProbs.mul_(distribution).sum(1).neg_());
    }

    /// <summary>Adds to the head's gradient, and gives that by what predicts the tokens, <c>[n, d]</c>.</summary>
    /// <param name="hidden">What predicts them, <c>[n, d]</c>.</param>
    /// <param name="chosen">The tokens, <c>[n, 1]</c>.</param>
    /// <param name="byLogProb">The loss's gradient by each log-probability, <c>[n]</c>.</param>
    /// <param name="byEntropy">The same by each entropy; null for none.</param>
    public Tensor Gradient(Tensor hidden, Tensor chosen, Tensor? byLogProb, Tensor? byEntropy)
    {
        var (leaf, product) = _first is null ? Tracked(hidden) : (null, null);
        var (logProbs, distribution) = Distribution(product?.detach() ?? Product(hidden));
        var ofChosen = (byLogProb ?? zeros_like(byEntropy!)).unsqueeze(1);
        Tensor byLogit;
        if (byEntropy is null)
        {
            byLogit = distribution.mul_(ofChosen.neg());
        }
        else
        {
            using Scalar minus = -1;
            var weight = byEntropy.unsqueeze(1);
            var weighted = logProbs.mul_(distribution);
            var entropy = weighted.sum(1, keepdim: true).neg_();
            byLogit = weighted.mul_(weight.neg()).add_(distribution.mul_(ofChosen + (weight * entropy)), minus);
        }

        byLogit.scatter_add_(1, chosen, ofChosen);
        if (_scaled) byLogit.div_(_temperature);
        if (product is not null)
        {
            // The product's own gradient by the weights is slow where there are more of them than rows.
            if (_weight.requires_grad) Add(PointwiseProduct.Of(byLogit.t(), hidden.detach().t().contiguous(), null));
            product.backward([byLogit]);
            return leaf!.grad!;
        }

        if (_gradient is not null)
        {
            _gradient.addmm_(byLogit.t(), hidden.to(_gradient.dtype), 1, 1);
        }
        else if (_weight.requires_grad)
        {
            if (_weight.grad is null) _weight.grad = zeros_like(_weight);
            _weight.grad!.addmm_(byLogit.t(), hidden, 1, 1);
        }

        return byLogit.to(_weight.dtype).mm(_weight);
    }

    /// <summary>Adds what was held back to the head's gradient, after the last chunk.</summary>
    public void Finish()
    {
        if (_gradient is not null) Add(_gradient.to(_weight.dtype));
    }

    private void Add(Tensor gradient)
    {
        if (_weight.grad is null) _weight.grad = gradient;
        else _weight.grad.add_(gradient, Constant.Of(1));
    }

    /// <summary>The logits where a graph of one product has the fastest gradient; that graph does not need them, so they may be changed.</summary>
    private (Tensor Leaf, Tensor Product) Tracked(Tensor hidden)
    {
        using var guard = enable_grad();
        var leaf = hidden.detach().requires_grad_();
        return (leaf, PointwiseProduct.Of(leaf, _weight.detach(), null));
    }

    /// <summary>The logits, <c>[n, V]</c>, to be changed.</summary>
    private Tensor Product(Tensor hidden)
    {
        if (_first is null) return PointwiseProduct.Of(hidden, _weight, null);
        var logits = _first.narrow(0, 0, hidden.size(0));
        return _weight.dtype == logits.dtype ? logits.addmm_(hidden, _weight.t(), 0, 1) : logits.copy_(hidden.mm(_weight.t()));
    }

    /// <summary>All log-probabilities and probabilities, <c>[n, V]</c>; the first in place of the logits.</summary>
    private (Tensor LogProbs, Tensor Probabilities) Distribution(Tensor logits)
    {
        using Scalar minus = -1;
        var second = _second.narrow(0, 0, logits.size(0));
        if (_scaled) logits.div_(_temperature);
        logits.add_(logits.amax([1], keepdim: true), minus);
        second.copy_(logits).exp_();
        var sum = second.sum(1, keepdim: true);
        return (logits.add_(sum.log(), minus), second.div_(sum));
    }
}

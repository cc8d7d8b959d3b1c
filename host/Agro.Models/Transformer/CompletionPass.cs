using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// A forward pass over completions whose gradient is taken once its coefficients are known. Log-probabilities are a sum over the
/// vocabulary of every token, and an autograd graph would hold all those logits at once: here they are held a chunk at a time, and
/// computed again for the gradient. Where all of them are few, they are kept instead. Tensors belong to the scope that it was made in.
/// </summary>
public sealed class CompletionPass
{
    private readonly CausalModel _model;
    private readonly CompletionBatch _batch;
    private readonly double _temperature;
    private readonly CriticHead? _critic;
    private readonly Tensor _hidden, _leaf;
    private readonly LayerCheckpoints? _checkpoints;
    private CompletionLogProbs? _kept;

    /// <summary>Runs the model up to its head.</summary>
    internal CompletionPass(CausalModel model, CompletionBatch batch, double temperature, CriticHead? critic, bool checkpointed = false)
    {
        (_model, _batch, _temperature, _critic) = (model, batch, temperature, critic);
        _hidden = checkpointed ? model.Predicting(batch, out _checkpoints) : model.Predicting(batch);
        _leaf = _hidden.detach().requires_grad_();
    }

    /// <summary>Logits held at once.</summary>
    internal long MostLogits { get; init; } = CompletionScores.MostLogits;

    /// <summary>T, the length of the longest completion.</summary>
    public int Width => _batch.CompletionLength;

    private long Rows => Math.Max(1, MostLogits / _batch.VocabularySize);

    private bool IsKept => _batch.Targets.Length * (long)_batch.VocabularySize <= MostLogits;

    /// <summary>What the model gives, with entropies, and with values where there is a critic; <c>[B, T]</c>, without gradient.</summary>
    public CompletionLogProbs Outputs()
    {
        using var scope = NewDisposeScope();
        if (IsKept) _kept = Kept(entropies: true);
        using var guard = no_grad();
        var scores = _kept ?? InChunks() with { Values = _critic is null ? null : CompletionScores.Padded([_critic.Of(_leaf)], _leaf, _batch) };
        return new(Own(scores.LogProbs), Own(scores.Entropies!), scores.Values is null ? null : Own(scores.Values));

        Tensor Own(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();
    }

    /// <summary>Adds the gradient of a loss to the parameters. Called once.</summary>
    /// <param name="logProbs">The loss's gradient by each log-probability, <c>[B, T]</c>; null when it does not depend on them.</param>
    /// <param name="entropies">The same by each entropy.</param>
    /// <param name="values">The same by each value.</param>
    public void Backward(Tensor? logProbs, Tensor? entropies, Tensor? values)
    {
        using var scope = NewDisposeScope();
        if (_kept is null && IsKept) _kept = Kept(entropies is not null);
        if (_kept is { } kept)
        {
            Weighted((kept.LogProbs, logProbs), (kept.Entropies, entropies), (kept.Values, values))?.backward();
        }
        else
        {
            var places = DeviceTransfer.ToDevice(_batch.Places, _leaf.device);
            var (byLogProb, byEntropy, byValue) = (OfTokens(logProbs), OfTokens(entropies), OfTokens(values));
            if (byLogProb is not null || byEntropy is not null) ThroughHead(byLogProb, byEntropy);
            if (_critic is not null) Weighted((_critic.Of(_leaf), byValue))?.backward();

            Tensor? OfTokens(Tensor? gradient) => gradient?.flatten().index_select(0, places);
        }

        if (_leaf.grad is not { } gradient) return;
        _hidden.backward([gradient]);
        _checkpoints?.Backward();
    }

    /// <summary>What the model gives, with its graph.</summary>
    private CompletionLogProbs Kept(bool entropies)
    {
        var scores = CompletionScores.Of(_leaf, _model.Head, _batch, _temperature, entropies);
        var values = _critic is null ? null : CompletionScores.Padded([_critic.Of(_leaf)], _leaf, _batch);
        return new(Outer(scores.LogProbs), scores.Entropies is null ? null : Outer(scores.Entropies), values is null ? null : Outer(values));

        static Tensor Outer(Tensor tensor) => tensor.MoveToOuterDisposeScope();
    }

    private void ThroughHead(Tensor? byLogProb, Tensor? byEntropy)
    {
        if (!ChunkedHead.Supports(_model.LinearHead))
        {
            CompletionScores.OverChunks(_leaf, _model.Head, _batch, _temperature, MostLogits, (chunk, start, count) => Weighted(
                (chunk.Entropies(byEntropy is not null), byEntropy?.narrow(0, start, count)),
                (chunk.LogProbs(), byLogProb?.narrow(0, start, count)))?.backward());
            return;
        }

        using var guard = no_grad();
        var head = new ChunkedHead(_model.LinearHead!.Value.Weight, Rows, _temperature);
        var gradient = empty_like(_leaf);
        OverRows((rows, chosen, start, count) => gradient.narrow(0, start, count)
            .copy_(head.Gradient(rows, chosen, byLogProb?.narrow(0, start, count), byEntropy?.narrow(0, start, count))));
        head.Finish();
        _leaf.grad = gradient;
    }

    /// <summary>What a head gives a chunk at a time, without gradient.</summary>
    private CompletionLogProbs InChunks()
    {
        if (!ChunkedHead.Supports(_model.LinearHead)) return CompletionScores.Of(_leaf, _model.Head, _batch, _temperature, entropies: true);
        var head = new ChunkedHead(_model.LinearHead!.Value.Weight, Rows, _temperature);
        var type = FloatingType.Wide(_leaf.dtype);
        var (logProbs, entropies) = (empty([_batch.Targets.Length], type, _leaf.device), empty([_batch.Targets.Length], type, _leaf.device));
        OverRows((rows, chosen, start, count) =>
        {
            var scores = head.Scores(rows, chosen);
            logProbs.narrow(0, start, count).copy_(scores.LogProbs);
            entropies.narrow(0, start, count).copy_(scores.Entropies);
        });
        return new(CompletionScores.Padded([logProbs], _leaf, _batch), CompletionScores.Padded([entropies], _leaf, _batch));
    }

    private void OverRows(Action<Tensor, Tensor, long, long> take)
    {
        var targets = DeviceTransfer.ToDevice(_batch.Targets, _leaf.device).unsqueeze(1);
        for (long start = 0; start < _batch.Targets.Length; start += Rows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Rows, _batch.Targets.Length - start);
            take(_leaf.narrow(0, start, count), targets.narrow(0, start, count), start, count);
        }
    }

    /// <summary>The sum of outputs times coefficients; null when none has both.</summary>
    private static Tensor? Weighted(params ReadOnlySpan<(Tensor? Output, Tensor? Gradient)> terms)
    {
        Tensor? sum = null;
        foreach (var (output, gradient) in terms)
        {
            if (output is null || gradient is null) continue;
            var term = (output * gradient).sum();
            sum = sum is null ? term : sum + term;
        }

        return sum;
    }
}

using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Turns the hidden states that predict completion tokens into padded log-probabilities and entropies.</summary>
internal static class CompletionScores
{
    /// <summary>Logits held at once: 64 MB of them in float32, twice in buffers; in a graph about eight times.</summary>
    public const long MostLogits = 1 << 24;

    /// <summary>The scores of a chunk of tokens.</summary>
    /// <param name="Logits">Logits, <c>[n, V]</c>, at least in float32.</param>
    /// <param name="Chosen">The tokens, <c>[n, 1]</c>.</param>
    public sealed record Chunk(Tensor Logits, Tensor Chosen)
    {
        private Tensor? _all;

        /// <summary>Log-probabilities of the tokens, <c>[n]</c>.</summary>
        public Tensor LogProbs() => _all is not null
            ? _all.gather(1, Chosen).squeeze(1)
            : Logits.gather(1, Chosen).squeeze(1) - Logits.logsumexp(-1);

        /// <summary>
        /// Entropies in nats of the distributions, <c>[n]</c>; null when they are not wanted. Asked first: the whole distributions then
        /// serve the log-probabilities too.
        /// </summary>
        public Tensor? Entropies(bool wanted)
        {
            if (!wanted) return null;
            _all = Logits.log_softmax(-1);
            return _all.exp().mul(_all).sum(-1).neg();
        }
    }

    public static CompletionLogProbs Of(Tensor hidden, Func<Tensor, Tensor> head, CompletionBatch batch, double temperature, bool entropies)
    {
        var (logProbs, entropy) = (new List<Tensor>(), new List<Tensor>());
        OverChunks(hidden, head, batch, temperature, MostLogits, (chunk, _, _) =>
        {
            if (chunk.Entropies(entropies) is { } found) entropy.Add(found.MoveToOuterDisposeScope());
            logProbs.Add(chunk.LogProbs().MoveToOuterDisposeScope());
        });
        return new(Padded(logProbs, hidden, batch), entropies ? Padded(entropy, hidden, batch) : null);
    }

    /// <summary>Goes over the tokens in chunks whose logits fit.</summary>
    /// <param name="hidden">What predicts the tokens, <c>[n, d]</c>.</param>
    /// <param name="head">To logits.</param>
    /// <param name="batch">The tokens.</param>
    /// <param name="temperature">Divides the logits.</param>
    /// <param name="mostLogits">Logits held at once.</param>
    /// <param name="take">Takes a chunk with its first token and its length, in a scope that ends with the call.</param>
    public static void OverChunks(
        Tensor hidden, Func<Tensor, Tensor> head, CompletionBatch batch, double temperature, long mostLogits, Action<Chunk, long, long> take)
    {
        var rows = Math.Max(1, mostLogits / batch.VocabularySize);
        var targets = DeviceTransfer.ToDevice(batch.Targets, hidden.device);
        for (long start = 0; start < batch.Targets.Length; start += rows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(rows, batch.Targets.Length - start);
            take(new(Scaled(head(hidden.narrow(0, start, count)), temperature), targets.narrow(0, start, count).unsqueeze(1)), start, count);
        }
    }

    private static Tensor Scaled(Tensor logits, double temperature)
    {
        var wide = logits.to(FloatingType.Wide(logits.dtype));
        return temperature == 1 ? wide : wide / Constant.Of(temperature);
    }

    /// <summary>Lays what was computed of each completion token out as <c>[B, T]</c>.</summary>
    internal static Tensor Padded(List<Tensor> values, Tensor hidden, CompletionBatch batch)
    {
        var type = FloatingType.Wide(hidden.dtype);
        var padded = zeros([(long)batch.Count * batch.CompletionLength], type, hidden.device);
        if (values.Count > 0)
            padded = padded.index_copy(0, DeviceTransfer.ToDevice(batch.Places, hidden.device), values.Count == 1 ? values[0] : cat(values, 0));
        return padded.view(batch.Count, batch.CompletionLength);
    }
}

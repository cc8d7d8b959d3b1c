using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Turns the hidden states that predict completion tokens into padded log-probabilities and entropies.</summary>
internal static class CompletionScores
{
    // Logits held at once, when no gradient keeps them: a quarter of a gigabyte.
    private const long MostLogits = 1 << 26;

    public static CompletionLogProbs Of(Tensor hidden, Func<Tensor, Tensor> head, SequenceBatch batch, double temperature, bool entropies)
    {
        var rows = Math.Max(1, MostLogits / batch.VocabularySize);
        var (logProbs, entropy) = (new List<Tensor>(), new List<Tensor>());
        var targets = tensor(batch.Targets, device: hidden.device);
        var count = batch.Targets.Length;
        for (long start = 0; start < count; start += rows)
        {
            using var scope = NewDisposeScope();
            var step = Math.Min(rows, count - start);
            var logits = Scaled(head(hidden.narrow(0, start, step)), temperature);
            var chosen = targets.narrow(0, start, step).unsqueeze(1);
            if (entropies)
            {
                var all = logits.log_softmax(-1);
                logProbs.Add(all.gather(1, chosen).squeeze(1).MoveToOuterDisposeScope());
                entropy.Add(all.exp().mul(all).sum(-1).neg().MoveToOuterDisposeScope());
            }
            else
            {
                logProbs.Add((logits.gather(1, chosen).squeeze(1) - logits.logsumexp(-1)).MoveToOuterDisposeScope());
            }
        }
        return new(Padded(logProbs, hidden, batch), entropies ? Padded(entropy, hidden, batch) : null);
    }

    private static Tensor Scaled(Tensor logits, double temperature)
    {
        var wide = logits.dtype is ScalarType.Float64 ? logits : logits.to(ScalarType.Float32);
        return temperature == 1 ? wide : wide / Constant.Of(temperature);
    }

    /// <summary>Lays what was computed of each completion token out as <c>[B, T]</c>.</summary>
    internal static Tensor Padded(List<Tensor> values, Tensor hidden, SequenceBatch batch)
    {
        var type = hidden.dtype is ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var padded = zeros([(long)batch.Count * batch.CompletionLength], type, hidden.device);
        if (values.Count > 0)
            padded = padded.index_copy(0, tensor(batch.Places, device: hidden.device), values.Count == 1 ? values[0] : cat(values, 0));
        return padded.view(batch.Count, batch.CompletionLength);
    }
}

using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation;

/// <summary>
/// What <see cref="Sampler"/> does, for a whole batch on its device: tokens by inverting the cumulative distribution at one uniform number
/// each, with sums in float64. Nothing here makes the host wait. Its tensors belong to the caller's dispose scope.
/// </summary>
internal sealed class BatchSampler
{
    private readonly Tensor _scale, _greedy;
    private readonly Tensor? _topK, _topP, _truncated;
    private readonly int _depth;

    /// <param name="rows">How tokens are chosen, for each row.</param>
    /// <param name="vocabularySize">V.</param>
    /// <param name="device">Where the logits will be.</param>
    public BatchSampler(IReadOnlyList<SamplingOptions> rows, int vocabularySize, Device device)
    {
        _scale = Column(row => row.Temperature == 0 ? 1 : Math.Min(1 / row.Temperature, float.MaxValue)).to_type(ScalarType.Float32);
        _greedy = Column(row => row.Temperature == 0 ? 1 : 0).gt(Constant.Of(0));
        if (!rows.Any(Truncates)) return;
        _truncated = Column(row => Truncates(row) ? 1 : 0).gt(Constant.Of(0));
        _topK = Column(Kept);
        _topP = Column(row => row.TopP);
        // Rows that keep everything are not read from the sorted tokens.
        _depth = (int)rows.Where(Truncates).Max(Kept);

        Tensor Column(Func<SamplingOptions, double> value) => DeviceTransfer.ToDevice([.. rows.Select(value)], device, rows.Count, 1);
        double Kept(SamplingOptions row) => row.TopK > 0 ? Math.Min(row.TopK, vocabularySize) : vocabularySize;
        static bool Truncates(SamplingOptions row) => row.TopK > 0 || row.TopP < 1;
    }

    /// <summary>Chooses one token for each row.</summary>
    /// <param name="logits">Raw scores, <c>[n, V]</c>; where they are not numbers, neither is the log-probability.</param>
    /// <param name="uniforms">In [0, 1), <c>[n, 1]</c>, float64.</param>
    /// <returns>
    /// Tokens, <c>[n, 1]</c>, int64, and their natural-log probabilities under the untruncated distribution at the temperature, <c>[n, 1]</c>,
    /// float64.
    /// </returns>
    public (Tensor Tokens, Tensor LogProbs) Choose(Tensor logits, Tensor uniforms)
    {
        var wide = logits.to_type(ScalarType.Float32);
        var scores = wide.sub(wide.amax([-1], keepdim: true)).mul(_scale);
        var weights = scores.exp();
        var cumulative = weights.cumsum(-1, ScalarType.Float64);
        var total = cumulative.narrow(-1, cumulative.size(-1) - 1, 1);
        var tokens = Inverted(cumulative, total.mul(uniforms));
        if (_truncated is not null) tokens = where(_truncated, Truncated(weights, uniforms), tokens);
        tokens = where(_greedy, wide.argmax(-1, true), tokens);
        return (tokens, scores.gather(-1, tokens).to_type(ScalarType.Float64).sub(total.log()));
    }

    /// <summary>The first place whose cumulative weight is above the target: one that has weight.</summary>
    private static Tensor Inverted(Tensor cumulative, Tensor target) =>
        cumulative.le(target).sum(-1, keepdim: true, ScalarType.Int64).clamp_max(Constant.Whole(cumulative.size(-1) - 1));

    /// <summary>The same among the likeliest tokens: the first top-k, and of those the fewest that hold top-p of their sum.</summary>
    private Tensor Truncated(Tensor weights, Tensor uniforms)
    {
        var (sorted, ids) = _depth < weights.size(-1) ? weights.topk(_depth, -1, true, true) : weights.sort(-1, true, true);
        var cumulative = sorted.cumsum(-1, ScalarType.Float64);
        var last = cumulative.gather(-1, Place(_topK!));
        // A token is kept while those before it do not reach the target.
        var before = cat([zeros_like(last), cumulative.narrow(-1, 0, cumulative.size(-1) - 1)], -1);
        var kept = before.lt(last.mul(_topP!)).sum(-1, keepdim: true, ScalarType.Int64).minimum(Place(_topK!).add(Constant.Whole(1)));
        var sum = cumulative.gather(-1, kept.sub(Constant.Whole(1)).clamp_min(Constant.Whole(0)));
        return ids.gather(-1, Inverted(cumulative, sum.mul(uniforms)));

        Tensor Place(Tensor count) => count.clamp_max(Constant.Of(_depth)).to_type(ScalarType.Int64).sub(Constant.Whole(1));
    }
}

using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>How a layer attends.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Scale">What multiplies the scores.</param>
/// <param name="Cap">c of <c>c tanh(score / c)</c>, after the scale and before the mask; null for none.</param>
/// <param name="Window">How many positions, its own among them, a token attends to; null for all before it.</param>
internal readonly record struct AttentionSettings(int Layer, double Scale, double? Cap, int? Window)
{
    public static AttentionSettings Of(ModelConfig config, int layer) => new(
        layer,
        1 / Math.Sqrt(config.QueryPreAttentionScalar ?? config.HeadSize),
        config.AttentionLogitCap,
        config.SlidingLayers.Contains(layer) ? config.SlidingWindow : null);

    /// <summary>Scores from products of queries and keys, which are overwritten.</summary>
    public Tensor Scores(Tensor products) => Cap is { } cap
        ? products.mul_(Constant.Of(Scale / cap)).tanh().mul(Constant.Of(cap))
        : products.mul_(Constant.Of(Scale));
}

/// <summary>How the queries of a pass meet keys and values: all at once, or those that a cache holds.</summary>
internal interface IAttention
{
    /// <summary>Softmax attention.</summary>
    /// <param name="settings">The layer's.</param>
    /// <param name="query"><c>[B, T, H, hd]</c>.</param>
    /// <param name="key"><c>[B, T, KV, hd]</c>.</param>
    /// <param name="value"><c>[B, T, KV, hd]</c>.</param>
    /// <returns><c>[B, T, H * hd]</c>.</returns>
    Tensor Attend(AttentionSettings settings, Tensor query, Tensor key, Tensor value);
}

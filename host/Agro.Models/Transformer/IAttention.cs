using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>How the queries of a pass meet keys and values: all at once, or those that a cache holds.</summary>
internal interface IAttention
{
    /// <summary>Softmax attention with the scale <c>1/sqrt(hd)</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="query"><c>[B, T, H, hd]</c>.</param>
    /// <param name="key"><c>[B, T, KV, hd]</c>.</param>
    /// <param name="value"><c>[B, T, KV, hd]</c>.</param>
    /// <returns><c>[B, T, H * hd]</c>.</returns>
    Tensor Attend(int layer, Tensor query, Tensor key, Tensor value);
}

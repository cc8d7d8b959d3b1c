using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Agro.Models.Transformer;

namespace Agro.Models;

/// <summary>
/// The shape of a decoder-only transformer of the Llama family (RMSNorm, rotary embedding, grouped-query attention, SwiGLU), as a
/// Hugging Face <c>config.json</c> gives it. Architectures differ by settings here, not by code.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>The architecture: <c>llama</c>, <c>mistral</c>, <c>qwen2</c> or <c>qwen3</c>.</summary>
    public string ModelType { get; init; } = "llama";

    /// <summary>One more than the highest token id that the model knows.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The width inside the feed-forward blocks.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>How many decoder layers there are.</summary>
    public required int LayerCount { get; init; }

    /// <summary>How many query heads each layer has.</summary>
    public required int HeadCount { get; init; }

    /// <summary>How many key and value heads each layer has; divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>The width of a head; even.</summary>
    public required int HeadSize { get; init; }

    /// <summary>The longest sequence, prompt and completion together.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The base of the rotary frequencies (Su et al., arXiv 2104.09864).</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>What RMSNorm adds to the mean square.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>The standard deviation of randomly initialized weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Whether the head shares the token embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Whether the query, key and value projections have a bias.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether the attention's output projection has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the feed-forward projections have a bias.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether each query and key head is normalized by RMSNorm before the rotary embedding (Qwen3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>The tokens that end a sequence; empty when the file names none.</summary>
    public ImmutableArray<int> EndOfSequenceIds { get; init; } = [];

    /// <summary>More than any policy has; with a typing error in a size, everything after would fail less clearly.</summary>
    private const long MostParameters = 1L << 41;

    /// <summary>The object this was read from, so that keys unknown here survive a round trip.</summary>
    internal JsonObject? Source { get; init; }

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The config.</returns>
    /// <exception cref="InputException">The file is not one, or asks for something that is not supported; names file and key.</exception>
    public static ModelConfig Load(string file) => ModelConfigJson.Read(JsonSettings.Load(file));

    /// <summary>Writes a <c>config.json</c>; keys of the file this was read from that mean nothing here are kept.</summary>
    /// <param name="file">The file.</param>
    /// <param name="weightType">The type of the weights beside it, as <c>torch_dtype</c> names it.</param>
    public void Save(string file, string weightType = "float32") => JsonSettings.Save(file, ModelConfigJson.Write(this, weightType));

    /// <summary>Finds what makes weights of another model unusable for this one.</summary>
    /// <param name="other">The other model's config.</param>
    /// <returns>The first setting that differs, such as <c>hidden_size is 64, not 32</c>; null when the weights can be exchanged.</returns>
    public string? DifferenceFrom(ModelConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (own, others) = (ModelConfigJson.Write(this with { Source = null }, ""), ModelConfigJson.Write(other with { Source = null }, ""));
        // These change no weight and no product of them.
        foreach (var key in (string[])["max_position_embeddings", "initializer_range", "eos_token_id"])
        {
            own.Remove(key);
            others.Remove(key);
        }

        var different = own.FirstOrDefault(entry => !JsonNode.DeepEquals(entry.Value, others[entry.Key]));
        return different.Key is null ? null : $"{different.Key} is {others[different.Key]?.ToJsonString() ?? "absent"}, not {different.Value?.ToJsonString()}";
    }

    /// <summary>Checks that the sizes fit together.</summary>
    /// <param name="file">What to name in the message.</param>
    /// <returns>This config.</returns>
    /// <exception cref="InputException">They do not.</exception>
    internal ModelConfig Checked(string file)
    {
        if (HeadCount % KeyValueHeadCount != 0)
            throw new InputException($"{file}: num_key_value_heads: {KeyValueHeadCount} does not divide num_attention_heads ({HeadCount})");
        if (HeadSize % 2 != 0) throw new InputException($"{file}: head_dim: {HeadSize} is odd, the rotary embedding turns pairs");
        foreach (var id in EndOfSequenceIds)
            if (id >= VocabularySize) throw new InputException($"{file}: eos_token_id: {id} is not below vocab_size ({VocabularySize})");
        if (ParameterShapes.Count(this) is var count && count > MostParameters)
            throw new InputException(FormattableString.Invariant($"{file}: its sizes make {(double)count:0.#e+0} parameters: one of them must be wrong"));
        return this;
    }
}

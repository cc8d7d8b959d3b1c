using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Agro.Models.Families;
using Agro.Models.Transformer;

namespace Agro.Models;

/// <summary>
/// The shape of a decoder-only transformer, as a Hugging Face <c>config.json</c> gives it. Families differ by settings here, not by code;
/// the defaults are Llama's.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>
    /// The family: <c>llama</c>, <c>mistral</c>, <c>qwen2</c>, <c>qwen3</c>, <c>smollm3</c>, <c>gemma2</c>, <c>gemma3_text</c>, <c>gemma3</c>
    /// (of which the text model is used) or <c>gpt2</c>.
    /// </summary>
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

    /// <summary>How the rotary frequencies are changed for long sequences; null for not at all.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>The base of the rotary frequencies, never scaled, of the layers with a sliding window (Gemma 3); null for that of all.</summary>
    public double? LocalRopeTheta { get; init; }

    /// <summary>The layers without a rotary embedding (SmolLM3).</summary>
    public LayerSet UnturnedLayers { get; init; }

    /// <summary>Whether positions are a learned embedding (GPT-2) and not rotary.</summary>
    public bool LearnedPositions { get; init; }

    /// <summary>How many positions, its own among them, a token of a sliding layer attends to; null where no layer slides.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>The layers with a sliding window.</summary>
    public LayerSet SlidingLayers { get; init; }

    /// <summary>Attention scores are divided by its square root; null for <see cref="HeadSize"/>.</summary>
    public double? QueryPreAttentionScalar { get; init; }

    /// <summary>c of <c>c tanh(score / c)</c>, which bounds attention scores before the mask (Gemma 2); null for none.</summary>
    public double? AttentionLogitCap { get; init; }

    /// <summary>c of <c>c tanh(logit / c)</c>, which bounds the model's logits (Gemma 2); null for none.</summary>
    public double? FinalLogitCap { get; init; }

    /// <summary>How inputs are normalized.</summary>
    public NormForm Norm { get; init; }

    /// <summary>Whether what attention and feed-forward return is normalized too, before it is added (Gemma 2 and 3).</summary>
    public bool PostNorms { get; init; }

    /// <summary>What the norms add to the mean square.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>The nonlinearity of the feed-forward blocks.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether the nonlinearity gates a second projection (Shazeer, arXiv 2002.05202), as in all families but GPT-2.</summary>
    public bool GatedFeedForward { get; init; } = true;

    /// <summary>Whether embeddings are multiplied by the square root of <see cref="HiddenSize"/>, rounded to the weights' type (Gemma).</summary>
    public bool ScaledEmbeddings { get; init; }

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

    /// <summary>Whether each query and key head is normalized before the rotary embedding (Qwen3, Gemma 3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>The tokens that end a sequence; empty when the file names none.</summary>
    public ImmutableArray<int> EndOfSequenceIds { get; init; } = [];

    /// <summary>More than any policy has; with a typing error in a size, everything after would fail less clearly.</summary>
    private const long MostParameters = 1L << 41;

    /// <summary>The object this was read from, so that keys unknown here survive a round trip.</summary>
    internal JsonObject? Source { get; init; }

    /// <summary>How a layer's queries and keys learn their positions.</summary>
    internal Rotation RotationOf(int layer) =>
        LearnedPositions || UnturnedLayers.Contains(layer) ? Rotation.None
        : LocalRopeTheta is not null && SlidingLayers.Contains(layer) ? Rotation.Local
        : Rotation.Global;

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The config.</returns>
    /// <exception cref="InputException">The file is not one, or asks for something that is not supported; names file and key.</exception>
    public static ModelConfig Load(string file) => ModelFamilies.Read(JsonSettings.Load(file));

    /// <summary>Writes a <c>config.json</c>: that which this was read from, but for what has changed since, or else all there is to say.</summary>
    /// <param name="file">The file.</param>
    /// <param name="weightType">The type of the weights beside it, as <c>torch_dtype</c> names it.</param>
    public void Save(string file, string weightType = "float32") => JsonSettings.Save(file, ModelFamilies.Write(this, weightType));

    /// <summary>Finds what makes weights of another model unusable for this one.</summary>
    /// <param name="other">The other model's config.</param>
    /// <returns>The first setting that differs, such as <c>hidden_size is 64, not 32</c>; null when the weights can be exchanged.</returns>
    public string? DifferenceFrom(ModelConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (own, others) = (ModelFamilies.Keys(this), ModelFamilies.Keys(other));
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
        if (HeadSize % 2 != 0 && !LearnedPositions) throw new InputException($"{file}: head_dim: {HeadSize} is odd, the rotary embedding turns pairs");
        foreach (var id in EndOfSequenceIds)
            if (id >= VocabularySize) throw new InputException($"{file}: eos_token_id: {id} is not below vocab_size ({VocabularySize})");
        if (ParameterShapes.Count(this) is var count && count > MostParameters)
            throw new InputException(FormattableString.Invariant($"{file}: its sizes make {(double)count:0.#e+0} parameters: one of them must be wrong"));
        return this;
    }
}

using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>
/// GPT-2 (Radford et al. 2019): learned positions, LayerNorm, no gate. The dropout rates of published configs are for pretraining and
/// mean nothing here.
/// </summary>
internal static class Gpt2Family
{
    public static ModelFamily Instance { get; } = new("gpt2", "GPT2LMHeadModel")
    {
        Defaults = """{ "tie_word_embeddings": true }""",
        Read = Read,
        Write = Write,
        Layouts = [new Gpt2Layout("transformer."), new Gpt2Layout("")],
    };

    private static ModelConfig Read(JsonSettings json)
    {
        var (hidden, heads) = (json.Count("n_embd"), json.Count("n_head"));
        if (hidden % heads != 0) throw json.Fault("n_embd", $"{hidden} is not a multiple of n_head ({heads})");
        return new()
        {
            VocabularySize = json.Count("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Count("n_inner", 4 * hidden),
            LayerCount = json.Count("n_layer"),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadSize = hidden / heads,
            MaxPositions = json.Count("n_positions"),
            NormEpsilon = json.Number("layer_norm_epsilon", 1e-5),
            InitializerRange = json.Number("initializer_range", 0.02),
            TiedEmbeddings = json.Flag("tie_word_embeddings"),
            Activation = LlamaKeys.ReadActivation(json, "activation_function", Activation.GeluTanh),
            LearnedPositions = true,
            Norm = NormForm.Layer,
            GatedFeedForward = false,
            QueryKeyValueBias = true,
            AttentionOutputBias = true,
            FeedForwardBias = true,
        };
    }

    private static void Write(ModelConfig config, JsonObject json)
    {
        json["vocab_size"] = config.VocabularySize;
        json["n_embd"] = config.HiddenSize;
        json["n_inner"] = config.IntermediateSize == 4 * config.HiddenSize ? null : config.IntermediateSize;
        json["n_layer"] = config.LayerCount;
        json["n_head"] = config.HeadCount;
        json["n_positions"] = config.MaxPositions;
        json["layer_norm_epsilon"] = config.NormEpsilon;
        json["initializer_range"] = config.InitializerRange;
        json["tie_word_embeddings"] = config.TiedEmbeddings;
        json["activation_function"] = config.Activation == Activation.Silu ? "silu" : "gelu_new";
    }
}

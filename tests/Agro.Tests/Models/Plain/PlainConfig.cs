using System.Text.Json.Nodes;

namespace Agro.Tests.Models.Plain;

/// <summary>What a family's publication says of a <c>config.json</c>'s keys. The tests' configs leave no key to its default.</summary>
internal sealed class PlainConfig
{
    private readonly JsonObject _json;
    private readonly string _family;

    public PlainConfig(JsonObject config)
    {
        _json = config["text_config"]?.AsObject() ?? config;
        _family = _json["model_type"]!.GetValue<string>();
    }

    public bool IsGemma => _family.StartsWith("gemma", StringComparison.Ordinal);

    /// <summary>Gemma multiplies by 1 plus the weight.</summary>
    public double NormOffset => IsGemma ? 1 : 0;

    public double EmbeddingScale => IsGemma ? Math.Sqrt(Count("hidden_size")) : 1;

    public double Epsilon => Number("rms_norm_eps")!.Value;

    public int HeadSize => _json["head_dim"]?.GetValue<int>() ?? (Count("hidden_size") / Count("num_attention_heads"));

    public int Count(string key) => _json[key]!.GetValue<int>();

    public bool Flag(string key) => _json[key]?.GetValue<bool>() ?? false;

    public double? Number(string key) => _json[key]?.GetValue<double>();

    public PlainAttention Attention(int layer) => new(
        Count("num_attention_heads"), Count("num_key_value_heads"), HeadSize, 1 / Math.Sqrt(Number("query_pre_attn_scalar") ?? HeadSize),
        Number("attn_logit_softcapping"), Slides(layer) ? Count("sliding_window") : null);

    /// <summary>The rotary embedding of a layer, or null.</summary>
    public PlainRope? Rope(int layer)
    {
        if (_family == "smollm3" && _json["no_rope_layers"]![layer]!.GetValue<int>() == 0) return null;
        var positions = Count("max_position_embeddings");
        return _family.StartsWith("gemma3", StringComparison.Ordinal) && Slides(layer)
            ? new(Number("rope_local_base_freq")!.Value, HeadSize, null, positions)
            : new(Number("rope_theta")!.Value, HeadSize, _json["rope_scaling"]?.AsObject(), positions);
    }

    private bool Slides(int layer) => _family switch
    {
        "mistral" => _json["sliding_window"] is not null,
        "qwen2" or "qwen3" => Flag("use_sliding_window") && layer >= Count("max_window_layers"),
        "smollm3" => Flag("use_sliding_window") && Rope(layer) is null,
        "gemma2" => layer is 0 or 2 or 4,
        "gemma3_text" => (layer + 1) % Count("sliding_window_pattern") != 0,
        _ => false,
    };
}

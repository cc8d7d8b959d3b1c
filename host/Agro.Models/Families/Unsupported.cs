using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>Settings that change what a model computes and that no family here honors: refused, never passed over.</summary>
internal static class Unsupported
{
    private static readonly string[] Experts =
        ["num_experts", "num_local_experts", "n_routed_experts", "num_experts_per_tok", "moe_intermediate_size", "enable_moe_block"];

    private static readonly string[] Variants =
    [
        "is_encoder_decoder", "add_cross_attention", "use_bidirectional_attention",
        "scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn",
    ];

    /// <exception cref="InputException">There is such a setting; names it, what was found and what is allowed.</exception>
    public static void Refuse(JsonSettings json)
    {
        json.Require("quantization_config", _ => false, "unquantized weights, without this key");
        foreach (var key in Experts) json.Require(key, IsOff, "dense layers, without this key");
        foreach (var key in Variants) json.Require(key, IsOff, "false");
        json.Require("scale_attn_weights", node => !IsOff(node), "true");
        json.Require("attention_dropout", node => IsNumber(node, 0), "0");
        json.Require("partial_rotary_factor", node => IsNumber(node, 1), "1");
    }

    public static bool IsNumber(JsonNode node, double number) =>
        node.GetValueKind() == JsonValueKind.Number && node.GetValue<double>() == number;

    private static bool IsOff(JsonNode node) => node.GetValueKind() == JsonValueKind.False || IsNumber(node, 0);
}

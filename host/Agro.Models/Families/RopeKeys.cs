using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>
/// The keys of the rotary embedding: <c>rope_theta</c> and <c>rope_scaling</c>, or <c>rope_parameters</c>, which holds both.
/// </summary>
internal static class RopeKeys
{
    public static ModelConfig Read(JsonSettings json, ModelConfig config)
    {
        var parameters = json.Inner("rope_parameters");
        var theta = Theta(json) ?? 10000;
        // By kind of layer, where the kinds differ.
        if (parameters?.Inner("full_attention") is { } full)
        {
            var local = parameters.Inner("sliding_attention");
            if (local is not null && Scaling(local, config) is not null) throw local.Fault("rope_type", "is not supported here, only default");
            return config with { RopeTheta = Theta(full) ?? theta, RopeScaling = Scaling(full, config), LocalRopeTheta = local is null ? null : Theta(local) };
        }

        return (parameters ?? json.Inner("rope_scaling")) is { } rope
            ? config with { RopeTheta = Theta(rope) ?? theta, RopeScaling = Scaling(rope, config) }
            : config with { RopeTheta = theta };
    }

    public static void Write(ModelConfig config, JsonObject json)
    {
        json["rope_theta"] = config.RopeTheta;
        if (config.RopeScaling is not { } scaling)
        {
            json["rope_scaling"] = null;
            return;
        }

        var rope = new JsonObject { ["rope_type"] = scaling.Kind.ToString().ToLowerInvariant(), ["factor"] = scaling.Factor };
        if (scaling.Kind != RopeScalingKind.Linear) rope["original_max_position_embeddings"] = scaling.OriginalPositions;
        if (scaling.Kind == RopeScalingKind.Llama3)
        {
            rope["low_freq_factor"] = scaling.LowFrequencyFactor;
            rope["high_freq_factor"] = scaling.HighFrequencyFactor;
        }
        else if (scaling.Kind == RopeScalingKind.Yarn)
        {
            rope["beta_fast"] = scaling.BetaFast;
            rope["beta_slow"] = scaling.BetaSlow;
            rope["truncate"] = scaling.Truncate;
            if (scaling.AttentionFactor is { } factor) rope["attention_factor"] = factor;
        }

        json["rope_scaling"] = rope;
    }

    private static double? Theta(JsonSettings json) => json.Positive("rope_theta");

    private static RopeScaling? Scaling(JsonSettings rope, ModelConfig config)
    {
        rope.Require("partial_rotary_factor", node => Unsupported.IsNumber(node, 1), "1");
        var key = rope.Find("rope_type") is null && rope.Find("type") is not null ? "type" : "rope_type";
        return rope.Text(key) switch
        {
            // The dynamic kind changes nothing up to max_position_embeddings, and more positions are not taken.
            null or "default" or "dynamic" => null,
            "linear" => new(RopeScalingKind.Linear, Factor(rope)),
            "llama3" => Llama3(rope),
            "yarn" => Yarn(rope, config.MaxPositions),
            var other => throw rope.Fault(key, $"'{other}' is not supported, only default, linear, dynamic, llama3, yarn"),
        };
    }

    private static double Factor(JsonSettings rope) => rope.Positive("factor") ?? throw rope.Fault("factor", "missing");

    private static RopeScaling Llama3(JsonSettings rope)
    {
        var scaling = new RopeScaling(RopeScalingKind.Llama3, Factor(rope))
        {
            LowFrequencyFactor = rope.Positive("low_freq_factor") ?? throw rope.Fault("low_freq_factor", "missing"),
            HighFrequencyFactor = rope.Positive("high_freq_factor") ?? throw rope.Fault("high_freq_factor", "missing"),
            OriginalPositions = rope.Count("original_max_position_embeddings"),
        };
        return scaling.LowFrequencyFactor < scaling.HighFrequencyFactor
            ? scaling
            : throw rope.Fault("high_freq_factor", FormattableString.Invariant($"{scaling.HighFrequencyFactor} is not above low_freq_factor ({scaling.LowFrequencyFactor})"));
    }

    private static RopeScaling Yarn(JsonSettings rope, int positions)
    {
        foreach (var key in (string[])["mscale", "mscale_all_dim"]) rope.Require(key, _ => false, "attention_factor, without this key");
        var original = rope.Count("original_max_position_embeddings", positions);
        return new(RopeScalingKind.Yarn, rope.Positive("factor") ?? (original < positions ? (double)positions / original : throw rope.Fault("factor", "missing")))
        {
            OriginalPositions = original,
            BetaFast = rope.Positive("beta_fast") ?? 32,
            BetaSlow = rope.Positive("beta_slow") ?? 1,
            Truncate = rope.Flag("truncate", absent: true),
            AttentionFactor = rope.Positive("attention_factor"),
        };
    }
}

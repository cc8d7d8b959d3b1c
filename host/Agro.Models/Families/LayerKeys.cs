using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>The keys that tell layers apart: <c>layer_types</c>, or a rule in its absence; <c>no_rope_layers</c>.</summary>
internal static class LayerKeys
{
    private const string Full = "full_attention", Sliding = "sliding_attention";

    /// <summary>Reads which layers have a sliding window.</summary>
    /// <param name="json">The settings.</param>
    /// <param name="config">What has been read.</param>
    /// <param name="windowed">Whether <c>sliding_window</c> counts.</param>
    /// <param name="rule">Which layers slide where there are no <c>layer_types</c>.</param>
    public static ModelConfig ReadWindows(JsonSettings json, ModelConfig config, bool windowed, Func<int, bool> rule)
    {
        int? window = windowed && json.Find("sliding_window") is not null ? json.Count("sliding_window") : null;
        var sliding = json.Find("layer_types") is { } types ? Kinds(json, types, config.LayerCount)
            : window is null ? default
            : LayerSet.Where(config.LayerCount, rule);
        if (!sliding.IsEmpty && window is null)
            throw json.Fault("layer_types", $"holds {Sliding}, but there is no sliding_window{(windowed ? "" : " in use")}: only {Full} is allowed");
        return sliding.IsEmpty ? config : config with { SlidingWindow = window, SlidingLayers = sliding };
    }

    public static void WriteWindows(ModelConfig config, JsonObject json)
    {
        json["sliding_window"] = config.SlidingWindow;
        if (config.SlidingLayers.IsEmpty) return;
        json["layer_types"] = new JsonArray([.. Enumerable.Range(0, config.LayerCount)
            .Select(layer => JsonValue.Create(config.SlidingLayers.Contains(layer) ? Sliding : Full))]);
    }

    /// <summary>Reads which layers are not turned: those with a 0 in <c>no_rope_layers</c>, or else every n-th.</summary>
    public static LayerSet ReadUnturned(JsonSettings json, int layers)
    {
        const string Key = "no_rope_layers";
        if (json.Find(Key) is not { } list)
        {
            var interval = json.Count("no_rope_layer_interval");
            return LayerSet.Where(layers, layer => (layer + 1) % interval == 0);
        }

        if (list is not JsonArray flags || flags.Count != layers)
            throw json.Fault(Key, $"found {list.ToJsonString()}, expected {layers} numbers, one for each layer");
        return LayerSet.Where(layers, layer => flags[layer] is JsonValue value && value.TryGetValue(out int turned) && turned is 0 or 1
            ? turned == 0
            : throw json.Fault(Key, $"holds {flags[layer]?.ToJsonString() ?? "null"}, allowed are 1 (rotary) and 0 (none)"));
    }

    public static JsonArray WriteUnturned(ModelConfig config) =>
        [.. Enumerable.Range(0, config.LayerCount).Select(layer => JsonValue.Create(config.UnturnedLayers.Contains(layer) ? 0 : 1))];

    private static LayerSet Kinds(JsonSettings json, JsonNode types, int layers)
    {
        if (types is not JsonArray list || list.Count != layers)
            throw json.Fault("layer_types", $"found {types.ToJsonString()}, expected a list with one of {Full}, {Sliding} for each of {layers} layers");
        return LayerSet.Where(layers, layer => list[layer]?.ToString() switch
        {
            Full => false,
            Sliding => true,
            _ => throw json.Fault("layer_types", $"{list[layer]?.ToJsonString() ?? "null"} is not supported, only {Full}, {Sliding}"),
        });
    }
}

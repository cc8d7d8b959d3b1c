using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>Finds the family of a <c>config.json</c>, and reads and writes what all families share.</summary>
internal static class ModelFamilies
{
    private static readonly IReadOnlyList<ModelFamily> All = [.. LlamaFamilies.All, .. GemmaFamilies.All, Gpt2Family.Instance];

    public static ModelFamily Of(ModelConfig config) =>
        All.FirstOrDefault(family => family.ModelType == config.ModelType)
        ?? throw new InputException($"model_type: '{config.ModelType}' is not supported, only {Names}");

    public static ModelConfig Read(JsonSettings json)
    {
        var type = json.Text("model_type") ?? throw json.Fault("model_type", $"missing, expected one of {Names}");
        var family = All.FirstOrDefault(family => family.ModelType == type)
            ?? throw json.Fault("model_type", $"'{type}' is not supported, only {Names}");
        var text = family.TextKey is not { } key ? json : json.Inner(key) ?? throw json.Fault(key, "missing, expected the language model's settings");
        Unsupported.Refuse(json);
        if (text != json) Unsupported.Refuse(text);
        var ends = json.TokenIds("eos_token_id");
        return (family.Read(text.Over(JsonNode.Parse(family.Defaults)!.AsObject())) with
        {
            ModelType = type,
            EndOfSequenceIds = ends.IsEmpty ? text.TokenIds("eos_token_id") : ends,
            Source = json.Values,
        }).Checked(json.File);
    }

    /// <summary>The object that a config was read from, changed where the config was changed since and in its weights' type.</summary>
    public static JsonObject Write(ModelConfig config, string weightType)
    {
        var json = config.Source?.DeepClone().AsObject() ?? [];
        var text = Of(config).TextKey is { } key ? json[key] as JsonObject ?? (JsonObject)(json[key] = new JsonObject())! : json;
        json["architectures"] ??= new JsonArray(Of(config).Architecture);
        var before = config.Source is { } source ? Keys(Read(new("config.json", source))) : [];
        foreach (var (name, value) in Keys(config))
        {
            if (before.TryGetPropertyValue(name, out var old) && JsonNode.DeepEquals(old, value)) continue;
            // The same key at the top wins when it is read.
            (name is "eos_token_id" or "model_type" ? json : text)[name] = value?.DeepClone();
            if (name.StartsWith("rope_", StringComparison.Ordinal)) text.Remove("rope_parameters");
        }

        json[json.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = weightType;
        if (text != json)
            foreach (var name in (string[])["dtype", "torch_dtype"])
                if (text.ContainsKey(name)) text[name] = weightType;
        return json;
    }

    /// <summary>All settings of a config by the names that its family has for them.</summary>
    public static JsonObject Keys(ModelConfig config)
    {
        var json = new JsonObject { ["model_type"] = config.ModelType };
        Of(config).Write(config, json);
        json["eos_token_id"] = JsonSettings.TokenIds(config.EndOfSequenceIds);
        return json;
    }

    private static string Names => string.Join(", ", All.Select(family => family.ModelType));
}

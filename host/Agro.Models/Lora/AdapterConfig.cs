using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Models.Families;

namespace Agro.Models.Lora;

/// <summary>What PEFT's <c>adapter_config.json</c> says besides which modules have adapters, which the weights tell.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Alpha">What the scale is made of.</param>
/// <param name="UseRslora">How.</param>
/// <param name="BaseModel">What the adapters are for: a folder, or a name of a model hub.</param>
internal sealed record AdapterConfig(int Rank, double Alpha, bool UseRslora, string? BaseModel)
{
    public const string Name = "adapter_config.json";

    // What would change the model in ways that are not implemented, with the values that do not.
    private static readonly (string Key, Func<JsonNode, bool> Supported, string Allowed)[] Requirements =
    [
        ("peft_type", node => IsText(node, "LORA"), "LORA"),
        ("bias", node => IsText(node, "none"), "none"),
        ("use_dora", IsFalse, "false"),
        ("lora_bias", IsFalse, "false"),
        ("modules_to_save", IsEmpty, "null"),
        ("rank_pattern", IsEmpty, "{}"),
        ("alpha_pattern", IsEmpty, "{}"),
        ("trainable_token_indices", IsEmpty, "null"),
        ("target_parameters", IsEmpty, "null"),
        ("layer_replication", IsEmpty, "null"),
    ];

    public static AdapterConfig Load(string directory)
    {
        var json = JsonSettings.Load(Path.Combine(directory, Name));
        if (json.Find("peft_type") is null) throw json.Fault("peft_type", "missing, expected LORA");
        foreach (var (key, supported, allowed) in Requirements) json.Require(key, supported, allowed);
        return new(json.Count("r"), json.Number("lora_alpha", 8), json.Flag("use_rslora"), json.Text("base_model_name_or_path"));
    }

    public static void Save(string directory, ModelConfig model, string baseModel, LoraConfig config) => JsonSettings.Save(Path.Combine(directory, Name), new()
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = baseModel,
        ["inference_mode"] = true,
        ["r"] = config.Rank,
        ["lora_alpha"] = config.Alpha,
        ["lora_dropout"] = 0.0,
        ["use_rslora"] = config.UseRslora,
        ["use_dora"] = false,
        ["bias"] = "none",
        ["fan_in_fan_out"] = LoraTargets.Tensors(model, ModelFamilies.Of(model).ModuleLayout).Values.First().Transposed,
        ["init_lora_weights"] = true,
        ["target_modules"] = new JsonArray([.. LoraTargets.Shortest(model, config.Modules).Select(name => JsonValue.Create(name))]),
        ["modules_to_save"] = null,
        ["layers_to_transform"] = null,
        ["layers_pattern"] = null,
        ["rank_pattern"] = new JsonObject(),
        ["alpha_pattern"] = new JsonObject(),
    });

    private static bool IsText(JsonNode node, string text) => node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() == text;

    private static bool IsFalse(JsonNode node) => node.GetValueKind() == JsonValueKind.False;

    private static bool IsEmpty(JsonNode node) => node is JsonArray { Count: 0 } or JsonObject { Count: 0 };
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>How one family of models writes its <c>config.json</c> and names its tensors.</summary>
/// <param name="ModelType">Its <c>model_type</c>.</param>
/// <param name="Architecture">Its class in the Hugging Face library, for <c>architectures</c>.</param>
internal sealed record ModelFamily(string ModelType, string Architecture)
{
    /// <summary>What a key means that is absent, where the family has its own answer; a JSON object.</summary>
    public string Defaults { get; init; } = "{}";

    /// <summary>The key under which the language model's settings are; null where they are at the top.</summary>
    public string? TextKey { get; init; }

    /// <summary>Reads the settings, but for those of <see cref="ModelFamilies.Read"/>.</summary>
    public required Func<JsonSettings, ModelConfig> Read { get; init; }

    /// <summary>Writes all settings to an empty object.</summary>
    public required Action<ModelConfig, JsonObject> Write { get; init; }

    /// <summary>The layouts that its published weights come in; new weights are written in the first.</summary>
    public ImmutableArray<WeightLayout> Layouts { get; init; } = [PrefixLayout.Usual];

    /// <summary>The layout whose names are those of the modules in the Hugging Face library, by which adapters are named.</summary>
    public WeightLayout ModuleLayout => Layouts[ModuleNames];

    /// <summary>Which of the layouts that is.</summary>
    public int ModuleNames { get; init; }
}

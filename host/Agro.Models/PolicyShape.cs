using Agro.Models.Lora;

namespace Agro.Models;

/// <summary>What there is to know of a policy but its weights' values.</summary>
/// <param name="Config">The model's shape.</param>
/// <param name="Lora">Its adapters; null when it has none.</param>
public sealed record PolicyShape(ModelConfig Config, LoraConfig? Lora);

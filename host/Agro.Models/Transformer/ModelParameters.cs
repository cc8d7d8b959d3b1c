using Agro.Models.Lora;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>What a model's modules are made of.</summary>
/// <param name="Tensors">The parameters by name.</param>
/// <param name="Adapters">The adapters; null when there are none.</param>
internal sealed record ModelParameters(IReadOnlyDictionary<string, Tensor> Tensors, LoraAdapters? Adapters);

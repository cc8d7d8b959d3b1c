using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>Copies a policy out of a checkpoint, tensor by tensor: the model is never whole in memory.</summary>
public static class PolicyExport
{
    /// <summary>Writes a Hugging Face folder: config, tokenizer files, generation_config.json and safetensors, in shards above 5 GB.</summary>
    /// <param name="checkpoint">A policy's folder, such as a checkpoint.</param>
    /// <param name="directory">Where to write; absent or empty.</param>
    /// <param name="type">The type of the weights; null for that which they have.</param>
    /// <exception cref="InputException">The checkpoint cannot be used, or there is something in the folder.</exception>
    public static void Write(string checkpoint, string directory, ScalarType? type = null) =>
        Write(checkpoint, directory, type, ModelWeightsWriter.LongestFile);

    /// <summary>The same, with files of another length at most, in bytes.</summary>
    internal static void Write(string checkpoint, string directory, ScalarType? type, long longestFile)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var configs = PolicyFolder.ReadConfigs(checkpoint);
        using var weights = ModelWeights.Open(checkpoint);
        ParameterFiles.Check(configs.Config, weights);
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
            throw new InputException($"{directory}: is there already, and nothing there is overwritten: name a new folder");
        var layout = ParameterFiles.LayoutOf(configs.Config, weights);
        var tensors = layout.Of(configs.Config).Select(stored => stored.Name).Concat(weights.Names.Where(layout.IsCarried).Order(StringComparer.Ordinal))
            .Select(name => TensorOf(weights, name, type)).ToList();
        PolicyFolder.Replace(directory, folder =>
        {
            PolicyFolder.WriteAllButWeights(folder, checkpoint, configs, tensors[0].Type);
            ModelWeightsWriter.Write(folder, tensors, longestFile);
        });
    }

    private static TensorSource TensorOf(ModelWeights weights, string name, ScalarType? type)
    {
        var entry = weights.Find(name)!;
        return new(name, type is { } wanted && SafetensorsType.IsFloating(entry.Type) ? wanted : entry.Type, entry.Shape, () => weights.Read(name));
    }
}

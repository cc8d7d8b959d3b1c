using Agro.Models.Families;
using Agro.Models.Lora;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>Copies a policy out of a checkpoint, tensor by tensor: the model is never whole in memory.</summary>
public static class PolicyExport
{
    /// <summary>
    /// Writes a Hugging Face folder: config, tokenizer files, generation_config.json and safetensors, in shards above 5 GB. Adapters are
    /// copied as they are, in PEFT's layout, or merged into the model that they are for.
    /// </summary>
    /// <param name="checkpoint">A policy's folder, such as a checkpoint.</param>
    /// <param name="directory">Where to write; absent or empty.</param>
    /// <param name="options">What is written.</param>
    /// <exception cref="InputException">The checkpoint cannot be used, or there is something in the folder.</exception>
    public static void Write(string checkpoint, string directory, PolicyExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(options);
        var source = PolicySource.Of(checkpoint, options.BaseModel);
        if (options.Merge && !source.HasAdapters) throw new InputException($"{checkpoint}: has no adapters to merge: it is a whole model");
        var configs = PolicyFolder.ReadConfigs(source.BaseDirectory);
        var lora = source.HasAdapters ? LoraFiles.Read(checkpoint, configs.Config) : null;
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
            throw new InputException($"{directory}: is there already, and nothing there is overwritten: name a new folder");
        if (lora is not null && !options.Merge) WriteAdapters(source, configs.Config, directory, options.Type);
        else WriteModel(source, configs, lora, (directory, options));
    }

    private static void WriteAdapters(PolicySource source, ModelConfig config, string directory, ScalarType? type)
    {
        using var file = SafetensorsFile.Open(Path.Combine(source.Directory, LoraFiles.WeightsName));
        var tensors = file.Entries.Select(entry => new TensorSource(entry.Name, type ?? entry.Type, entry.Shape, () => file.Read(entry.Name))).ToList();
        PolicyFolder.Replace(directory, folder =>
        {
            PolicyFolder.CopyTokenizer(source.TokenizerDirectory, folder);
            AdapterConfig.Save(folder, config, Path.GetFullPath(source.BaseDirectory), LoraFiles.Read(source.Directory, config));
            SafetensorsWriter.Write(Path.Combine(folder, LoraFiles.WeightsName), tensors, file.Metadata);
        });
    }

    private static void WriteModel(
        PolicySource source, (ModelConfig Config, GenerationConfig? Generation) configs, LoraConfig? lora,
        (string Directory, PolicyExportOptions Options) to)
    {
        using var weights = ModelWeights.Open(source.BaseDirectory);
        ParameterFiles.Check(configs.Config, weights);
        using var adapters = lora is null ? null : SafetensorsFile.Open(Path.Combine(source.Directory, LoraFiles.WeightsName));
        var additions = adapters is null ? null : LoraFiles.Additions(adapters, lora!, configs.Config);
        var layout = ParameterFiles.LayoutOf(configs.Config, weights);
        var tensors = layout.Of(configs.Config).Select(Merged)
            .Concat(weights.Names.Where(layout.IsCarried).Order(StringComparer.Ordinal).Select(name => TensorOf(weights, name, to.Options.Type, null)))
            .ToList();
        PolicyFolder.Replace(to.Directory, folder =>
        {
            PolicyFolder.CopyTokenizer(source.TokenizerDirectory, folder);
            PolicyFolder.WriteConfigs(folder, configs, tensors[0].Type);
            ModelWeightsWriter.Write(folder, tensors, to.Options.LongestFile);
        });

        TensorSource Merged(StoredTensor stored) => TensorOf(weights, stored.Name, to.Options.Type, additions?.Invoke(stored));
    }

    private static TensorSource TensorOf(ModelWeights weights, string name, ScalarType? type, Func<ScalarType, Tensor>? addition)
    {
        var entry = weights.Find(name)!;
        var written = type is { } wanted && SafetensorsType.IsFloating(entry.Type) ? wanted : entry.Type;
        var wide = FloatingType.Wide(entry.Type);
        return new(name, written, entry.Shape, addition is null
            ? () => weights.Read(name)
            : () => weights.Read(name).to(wide).add_(addition(wide), Constant.Of(1)));
    }
}

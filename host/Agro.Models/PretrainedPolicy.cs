using System.Collections.Immutable;
using Agro.Models.ChatTemplates;
using Agro.Models.Transformer;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>A policy in a Hugging Face folder: its config, its weights, when its sequences end, and which tokenizer files lie beside it.</summary>
public sealed class PretrainedPolicy : IDisposable
{
    private const string ConfigName = "config.json";
    private const string GenerationName = "generation_config.json";

    private static readonly string[] TokenizerFiles =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
        "tokenizer.model", "chat_template.jinja", "chat_template.json",
    ];

    private readonly GenerationConfig? _generation;

    private PretrainedPolicy(string directory, GenerationConfig? generation, CausalModel model)
    {
        (Directory, _generation, Model) = (directory, generation, model);
        EndOfSequenceIds = EndOf(directory, Config, generation);
    }

    /// <summary>The folder that was loaded; its tokenizer files are copied on save.</summary>
    public string Directory { get; }

    /// <summary>The model, owned by this.</summary>
    public CausalModel Model { get; }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config => Model.Config;

    /// <summary>A chat template that is saved instead of the one of <see cref="Directory"/>; null to save that.</summary>
    public ChatTemplate? ChatTemplate { get; set; }

    /// <summary>The tokens that end a completion: generation_config.json's, else config.json's. Empty when neither names one.</summary>
    public ImmutableArray<int> EndOfSequenceIds { get; }

    /// <summary>Loads a folder with config.json, weights, and perhaps generation_config.json.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="device">Where to put the weights.</param>
    /// <param name="dtype">Their type; on the CPU narrow types become float32.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static PretrainedPolicy Load(string directory, Device device, ScalarType dtype) => Open(directory, config =>
    {
        using var weights = ModelWeights.Open(directory);
        return CausalModel.Load(config, weights, device, dtype);
    });

    /// <summary>Makes a policy with random weights from a folder with config.json, and perhaps tokenizer files, but no weights.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="device">Where to put the weights.</param>
    /// <param name="dtype">Their type; on the CPU narrow types become float32.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static PretrainedPolicy Create(string directory, long seed, Device device, ScalarType dtype) =>
        Open(directory, config => CausalModel.Create(config, seed, device, dtype));

    /// <summary>Checks everything about a folder but the weights' values. Needs no libtorch.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="withWeights">Whether it must hold weights, as for <see cref="Load"/>, or need not, as for <see cref="Create"/>.</param>
    /// <returns>The model's shape.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static ModelConfig Check(string directory, bool withWeights)
    {
        var (config, generation) = ReadConfigs(directory);
        EndOf(directory, config, generation);
        if (!withWeights) return config;
        using var weights = ModelWeights.Open(directory);
        ParameterStore.Check(config, weights);
        return config;
    }

    /// <summary>Whether a folder holds weights, so that <see cref="Load"/> applies rather than <see cref="Create"/>.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>Whether it does.</returns>
    public static bool HasWeights(string directory) =>
        Path.Exists(Path.Combine(directory, ModelWeights.SingleName)) || Path.Exists(Path.Combine(directory, ModelWeights.IndexName));

    /// <summary>
    /// Saves the policy as a folder that Hugging Face libraries read; the tokenizer files of <see cref="Directory"/> are copied byte for
    /// byte. It is written beside its place and renamed: a reader sees the old folder or the new one.
    /// </summary>
    /// <param name="directory">The folder; replaced if it exists.</param>
    public void Save(string directory)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var mark = Guid.NewGuid().ToString("N");
        var (temporary, replaced) = ($"{place}.{mark}.tmp", $"{place}.{mark}.old");
        System.IO.Directory.CreateDirectory(temporary);
        try
        {
            Write(temporary);
            if (System.IO.Directory.Exists(place)) System.IO.Directory.Move(place, replaced);
            System.IO.Directory.Move(temporary, place);
        }
        finally
        {
            if (System.IO.Directory.Exists(temporary)) System.IO.Directory.Delete(temporary, recursive: true);
            if (!System.IO.Directory.Exists(place) && System.IO.Directory.Exists(replaced)) System.IO.Directory.Move(replaced, place);
        }
        if (System.IO.Directory.Exists(replaced)) System.IO.Directory.Delete(replaced, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    private static PretrainedPolicy Open(string directory, Func<ModelConfig, CausalModel> make)
    {
        var (config, generation) = ReadConfigs(directory);
        EndOf(directory, config, generation);
        return new(directory, generation, make(config));
    }

    private static (ModelConfig Config, GenerationConfig? Generation) ReadConfigs(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (File.Exists(directory)) throw new InputException($"{directory}: is a file; a policy is a folder with {ConfigName}, tokenizer.json and weights");
        if (!System.IO.Directory.Exists(directory)) throw new InputException($"{directory}: no such folder");
        var generation = Path.Combine(directory, GenerationName);
        return (ModelConfig.Load(Path.Combine(directory, ConfigName)), Path.Exists(generation) ? GenerationConfig.Load(generation) : null);
    }

    private static ImmutableArray<int> EndOf(string directory, ModelConfig config, GenerationConfig? generation)
    {
        if (generation is not { EndOfSequenceIds.IsEmpty: false }) return config.EndOfSequenceIds;
        foreach (var id in generation.EndOfSequenceIds)
            if (id >= config.VocabularySize)
                throw new InputException($"{Path.Combine(directory, GenerationName)}: eos_token_id: {id} is not below vocab_size ({config.VocabularySize})");
        return generation.EndOfSequenceIds;
    }

    private void Write(string directory)
    {
        Config.Save(Path.Combine(directory, ConfigName), TypeName(Model.Type));
        _generation?.Save(Path.Combine(directory, GenerationName));
        SafetensorsWriter.Write(
            Path.Combine(directory, ModelWeights.SingleName), Model.Parameters, new Dictionary<string, string> { ["format"] = "pt" });
        foreach (var name in TokenizerFiles)
            if (Path.Combine(Directory, name) is var source && File.Exists(source)) File.Copy(source, Path.Combine(directory, name));
        if (ChatTemplate is not null) File.WriteAllText(Path.Combine(directory, ChatTemplateFiles.Name), ChatTemplate.Text);
    }

    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float16 => "float16",
        ScalarType.Float64 => "float64",
        _ => "float32",
    };
}

using System.Collections.Immutable;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>The files of a policy's Hugging Face folder: what they are called, and how they are read and written together.</summary>
internal static class PolicyFolder
{
    private const string ConfigName = "config.json";
    private const string GenerationName = "generation_config.json";

    // Copied byte for byte. Those of image processors lie beside models that see images, too.
    private static readonly string[] KeptFiles =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
        "tokenizer.model", "chat_template.jinja", "chat_template.json", "preprocessor_config.json", "processor_config.json",
    ];

    /// <summary>Reads and checks the configs of a folder.</summary>
    /// <exception cref="InputException">One cannot be used; names the file.</exception>
    public static (ModelConfig Config, GenerationConfig? Generation) ReadConfigs(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (File.Exists(directory)) throw new InputException($"{directory}: is a file; a policy is a folder with {ConfigName}, tokenizer.json and weights");
        if (!Directory.Exists(directory)) throw new InputException($"{directory}: no such folder");
        var path = Path.Combine(directory, GenerationName);
        var config = ModelConfig.Load(Path.Combine(directory, ConfigName));
        var generation = Path.Exists(path) ? GenerationConfig.Load(path) : null;
        EndOf(directory, config, generation);
        return (config, generation);
    }

    /// <summary>The tokens that end a completion: generation_config.json's, else config.json's.</summary>
    /// <exception cref="InputException">One is outside the vocabulary.</exception>
    public static ImmutableArray<int> EndOf(string directory, ModelConfig config, GenerationConfig? generation)
    {
        if (generation is not { EndOfSequenceIds.IsEmpty: false }) return config.EndOfSequenceIds;
        foreach (var id in generation.EndOfSequenceIds)
            if (id >= config.VocabularySize)
                throw new InputException($"{Path.Combine(directory, GenerationName)}: eos_token_id: {id} is not below vocab_size ({config.VocabularySize})");
        return generation.EndOfSequenceIds;
    }

    /// <summary>Writes a folder beside its place and renames it: a reader sees the old folder or the new one.</summary>
    /// <param name="directory">The folder; replaced if it exists.</param>
    /// <param name="write">Fills a folder.</param>
    public static void Replace(string directory, Action<string> write)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var mark = Guid.NewGuid().ToString("N");
        var (temporary, replaced) = ($"{place}.{mark}.tmp", $"{place}.{mark}.old");
        Directory.CreateDirectory(temporary);
        try
        {
            write(temporary);
            if (Directory.Exists(place)) Directory.Move(place, replaced);
            Directory.Move(temporary, place);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            if (!Directory.Exists(place) && Directory.Exists(replaced)) Directory.Move(replaced, place);
        }
        if (Directory.Exists(replaced)) Directory.Delete(replaced, recursive: true);
    }

    /// <summary>Writes the configs of a policy.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="configs">The configs.</param>
    /// <param name="type">The type of the weights.</param>
    public static void WriteConfigs(string directory, (ModelConfig Config, GenerationConfig? Generation) configs, ScalarType type)
    {
        configs.Config.Save(Path.Combine(directory, ConfigName), SafetensorsType.ConfigName(type));
        configs.Generation?.Save(Path.Combine(directory, GenerationName));
    }

    /// <summary>Copies tokenizer files and chat templates.</summary>
    /// <param name="source">The folder that has them.</param>
    /// <param name="directory">The folder that gets them.</param>
    public static void CopyTokenizer(string source, string directory)
    {
        foreach (var name in KeptFiles)
            if (Path.Combine(source, name) is var file && File.Exists(file)) File.Copy(file, Path.Combine(directory, name));
    }
}

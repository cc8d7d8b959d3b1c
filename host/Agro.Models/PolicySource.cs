using Agro.Models.Lora;
using Agro.Models.Weights;

namespace Agro.Models;

/// <summary>Where a policy's files are: all in one folder, or adapters in one and the model that they are for in another.</summary>
/// <param name="Directory">The folder that was named.</param>
/// <param name="BaseDirectory">The folder of the model; the same when that holds no adapters.</param>
internal sealed record PolicySource(string Directory, string BaseDirectory)
{
    /// <summary>Whether the folder holds adapters, and no model.</summary>
    public bool HasAdapters => Directory != BaseDirectory;

    /// <summary>Where the tokenizer is: beside the adapters, or else beside the model.</summary>
    public string TokenizerDirectory => File.Exists(Path.Combine(Directory, "tokenizer.json")) ? Directory : BaseDirectory;

    /// <summary>Finds the model of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="baseModel">The folder of the model that adapters are for, or of other adapters for it; null for the one that they name.</param>
    /// <exception cref="InputException">The folder holds adapters for a model that is not here.</exception>
    public static PolicySource Of(string directory, string? baseModel = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!IsAdapter(directory)) return new(directory, directory);
        if (baseModel is not null) return new(directory, IsAdapter(baseModel) ? Named(baseModel) : baseModel);
        return new(directory, Named(directory));
    }

    private static bool IsAdapter(string directory) => File.Exists(Path.Combine(directory, AdapterConfig.Name))
        && !Path.Exists(Path.Combine(directory, ModelWeights.SingleName)) && !Path.Exists(Path.Combine(directory, ModelWeights.IndexName));

    private static string Named(string directory)
    {
        var file = Path.Combine(directory, AdapterConfig.Name);
        var name = AdapterConfig.Load(directory).BaseModel
            ?? throw new InputException($"{file}: base_model_name_or_path: missing: name the folder of the model that the adapters are for");
        // As PEFT takes it, from the current directory; a folder that was moved with its model is found beside it too.
        return new[] { name, Path.Combine(directory, name) }.FirstOrDefault(place => System.IO.Directory.Exists(place) && !IsAdapter(place))
            ?? throw new InputException($"{file}: base_model_name_or_path: '{name}' is no model's folder here: name the one that holds it");
    }
}

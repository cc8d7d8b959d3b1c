using System.Collections.Immutable;
using Agro.Models.ChatTemplates;
using Agro.Models.Families;
using Agro.Models.Transformer;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>A policy in a Hugging Face folder: its config, its weights, when its sequences end, and which tokenizer files lie beside it.</summary>
public sealed class PretrainedPolicy : IDisposable
{
    private readonly GenerationConfig? _generation;
    private readonly WeightLayout _layout;
    private readonly ModelWeights? _carried;

    /// <summary>Takes over the model, and the files that hold what is kept beside its weights.</summary>
    private PretrainedPolicy(string directory, GenerationConfig? generation, CausalModel model, WeightLayout layout, ModelWeights? carried)
    {
        (Directory, _generation, Model, _layout, _carried) = (directory, generation, model, layout, carried);
        EndOfSequenceIds = PolicyFolder.EndOf(directory, Config, generation);
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
    public static PretrainedPolicy Load(string directory, Device device, ScalarType dtype)
    {
        var (config, generation) = PolicyFolder.ReadConfigs(directory);
        var weights = ModelWeights.Open(directory);
        var kept = false;
        try
        {
            var model = CausalModel.Load(config, weights, device, dtype);
            var layout = ParameterFiles.LayoutOf(config, weights);
            kept = weights.Names.Any(layout.IsCarried);
            return new(directory, generation, model, layout, kept ? weights : null);
        }
        finally
        {
            if (!kept) weights.Dispose();
        }
    }

    /// <summary>Makes a policy with random weights from a folder with config.json, and perhaps tokenizer files, but no weights.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="device">Where to put the weights.</param>
    /// <param name="dtype">Their type; on the CPU narrow types become float32.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static PretrainedPolicy Create(string directory, long seed, Device device, ScalarType dtype)
    {
        var (config, generation) = PolicyFolder.ReadConfigs(directory);
        return new(directory, generation, CausalModel.Create(config, seed, device, dtype), ModelFamilies.Of(config).Layouts[0], null);
    }

    /// <summary>Checks everything about a folder but the weights' values. Needs no libtorch.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="withWeights">Whether it must hold weights, as for <see cref="Load"/>, or need not, as for <see cref="Create"/>.</param>
    /// <returns>The model's shape.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static ModelConfig Check(string directory, bool withWeights)
    {
        var (config, _) = PolicyFolder.ReadConfigs(directory);
        if (!withWeights) return config;
        using var weights = ModelWeights.Open(directory);
        ParameterFiles.Check(config, weights);
        return config;
    }

    /// <summary>Whether a folder holds weights, so that <see cref="Load"/> applies rather than <see cref="Create"/>.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>Whether it does.</returns>
    public static bool HasWeights(string directory) =>
        Path.Exists(Path.Combine(directory, ModelWeights.SingleName)) || Path.Exists(Path.Combine(directory, ModelWeights.IndexName));

    /// <summary>
    /// Saves the policy as a folder that Hugging Face libraries read, under its family's names; the tokenizer files of
    /// <see cref="Directory"/> are copied byte for byte. It is written beside its place and renamed: a reader sees the old folder or the
    /// new one.
    /// </summary>
    /// <param name="directory">The folder; replaced if it exists.</param>
    public void Save(string directory) => PolicyFolder.Replace(directory, folder =>
    {
        PolicyFolder.WriteAllButWeights(folder, Directory, (Config, _generation), Model.Type);
        if (ChatTemplate is not null) File.WriteAllText(Path.Combine(folder, ChatTemplateFiles.Name), ChatTemplate.Text);
        ModelWeightsWriter.Write(folder, ParameterFiles.ToWrite(Config, _layout, Model.Parameters, Model.Type).Concat(Carried()));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        _carried?.Dispose();
    }

    private IEnumerable<TensorSource> Carried() => _carried is null ? [] : _carried.Names.Where(_layout.IsCarried).Order(StringComparer.Ordinal)
        .Select(name => new TensorSource(name, _carried.Find(name)!.Type, _carried.Find(name)!.Shape, () => _carried.Read(name)));
}

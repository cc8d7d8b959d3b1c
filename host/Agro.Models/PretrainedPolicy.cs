using System.Collections.Immutable;
using Agro.Models.ChatTemplates;
using Agro.Models.Families;
using Agro.Models.Lora;
using Agro.Models.Transformer;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>A policy in a Hugging Face folder: its config, its weights, when its sequences end, and which tokenizer files lie beside it.</summary>
public sealed class PretrainedPolicy : IDisposable
{
    private readonly GenerationConfig? _generation;
    private readonly PolicySource _source;
    private readonly WeightLayout _layout;
    private readonly ModelWeights? _carried;

    /// <summary>Takes over the model, and the files that hold what is kept beside its weights.</summary>
    private PretrainedPolicy(PolicySource source, GenerationConfig? generation, CausalModel model, WeightLayout layout, ModelWeights? carried)
    {
        (_source, _generation, Model, _layout, _carried) = (source, generation, model, layout, carried);
        EndOfSequenceIds = PolicyFolder.EndOf(source.BaseDirectory, Config, generation);
    }

    /// <summary>The folder that was loaded.</summary>
    public string Directory => _source.Directory;

    /// <summary>The folder with the policy's tokenizer files, which are copied on save.</summary>
    public string TokenizerDirectory => _source.TokenizerDirectory;

    /// <summary>The model, owned by this.</summary>
    public CausalModel Model { get; }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config => Model.Config;

    /// <summary>A chat template that is saved instead of the one of <see cref="TokenizerDirectory"/>; null to save that.</summary>
    public ChatTemplate? ChatTemplate { get; set; }

    /// <summary>The tokens that end a completion: generation_config.json's, else config.json's. Empty when neither names one.</summary>
    public ImmutableArray<int> EndOfSequenceIds { get; }

    /// <summary>
    /// Loads a folder with config.json, weights, and perhaps generation_config.json; or one with adapters in PEFT's layout, and the model
    /// that they are for.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="device">Where to put the weights.</param>
    /// <param name="dtype">Their type; on the CPU narrow types become float32.</param>
    /// <param name="baseModel">The folder of the model that adapters are for; null for the one that they name.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static PretrainedPolicy Load(string directory, Device device, ScalarType dtype, string? baseModel = null)
    {
        var source = PolicySource.Of(directory, baseModel);
        var (config, generation) = PolicyFolder.ReadConfigs(source.BaseDirectory);
        var lora = source.HasAdapters ? LoraFiles.Read(directory, config) : null;
        var policy = LoadModel(source, config, generation, (device, dtype));
        if (lora is null) return policy;
        policy.Model.Adapt(lora, seed: 0);
        policy.LoadAdapters(directory);
        return policy;
    }

    private static PretrainedPolicy LoadModel(
        PolicySource source, ModelConfig config, GenerationConfig? generation, (Device Device, ScalarType Type) place)
    {
        var weights = ModelWeights.Open(source.BaseDirectory);
        var kept = false;
        try
        {
            var model = CausalModel.Load(config, weights, place.Device, place.Type);
            var layout = ParameterFiles.LayoutOf(config, weights);
            kept = weights.Names.Any(layout.IsCarried);
            return new(source, generation, model, layout, kept ? weights : null);
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
        var model = CausalModel.Create(config, seed, device, dtype);
        return new(new(directory, directory), generation, model, ModelFamilies.Of(config).Layouts[0], null);
    }

    /// <summary>Overwrites the adapters by those of another folder, which must have the same.</summary>
    /// <param name="directory">The folder, in PEFT's layout.</param>
    /// <exception cref="InputException">It has no adapters or others; names the file.</exception>
    public void LoadAdapters(string directory)
    {
        var adapters = Model.Adapters ?? throw new InvalidOperationException("the policy has no adapters");
        if (adapters.Config.DifferenceFrom(LoraFiles.Read(directory, Config)) is { } difference)
            throw new InputException($"{directory}: its adapters are not those of the policy: {difference}");
        LoraFiles.Load(directory, Config, adapters);
    }

    /// <summary>Checks everything about a folder but the weights' values. Needs no libtorch.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="withWeights">Whether it must hold weights, as for <see cref="Load"/>, or need not, as for <see cref="Create"/>.</param>
    /// <param name="baseModel">The folder of the model that adapters are for; null for the one that they name.</param>
    /// <returns>The policy's shape.</returns>
    /// <exception cref="InputException">Something in the folder cannot be used; names the file.</exception>
    public static PolicyShape Check(string directory, bool withWeights, string? baseModel = null)
    {
        var source = PolicySource.Of(directory, baseModel);
        var (config, _) = PolicyFolder.ReadConfigs(source.BaseDirectory);
        if (!withWeights) return new(config, null);
        using var weights = ModelWeights.Open(source.BaseDirectory);
        ParameterFiles.Check(config, weights);
        return new(config, source.HasAdapters ? LoraFiles.Read(directory, config) : null);
    }

    /// <summary>The folder of a policy's tokenizer: beside its weights, or for adapters perhaps beside those of their model.</summary>
    /// <param name="directory">The policy's folder.</param>
    /// <param name="baseModel">The folder of the model that adapters are for; null for the one that they name.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="InputException">The folder holds adapters for a model that is not here.</exception>
    public static string TokenizerDirectoryOf(string directory, string? baseModel = null) => PolicySource.Of(directory, baseModel).TokenizerDirectory;

    /// <summary>Whether a folder holds weights, so that <see cref="Load"/> applies rather than <see cref="Create"/>.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>Whether it does.</returns>
    public static bool HasWeights(string directory) =>
        new[] { ModelWeights.SingleName, ModelWeights.IndexName, LoraFiles.WeightsName }.Any(name => Path.Exists(Path.Combine(directory, name)));

    /// <summary>
    /// Saves the policy as a folder that Hugging Face libraries read, under its family's names; of a policy with adapters only those, in
    /// PEFT's layout. The files of <see cref="TokenizerDirectory"/> are copied byte for byte. It is written beside its place and renamed: a reader sees the old folder or the
    /// new one.
    /// </summary>
    /// <param name="directory">The folder; replaced if it exists.</param>
    public void Save(string directory) => PolicyFolder.Replace(directory, folder =>
    {
        PolicyFolder.CopyTokenizer(TokenizerDirectory, folder);
        if (ChatTemplate is not null) File.WriteAllText(Path.Combine(folder, ChatTemplateFiles.Name), ChatTemplate.Text);
        if (Model.Adapters is { } adapters)
        {
            LoraFiles.Save(folder, Config, Path.GetFullPath(_source.BaseDirectory), adapters);
            return;
        }

        PolicyFolder.WriteConfigs(folder, (Config, _generation), Model.Type);
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

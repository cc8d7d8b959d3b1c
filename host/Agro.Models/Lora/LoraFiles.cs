using System.Collections.Immutable;
using Agro.Models.Families;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models.Lora;

/// <summary>The files of adapters, in the layout of Hugging Face's PEFT, which vLLM and llama.cpp read too.</summary>
internal static class LoraFiles
{
    public const string WeightsName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.", Down = ".lora_A.weight", Up = ".lora_B.weight";

    /// <summary>The tensors of a module's adapter, by their names in files.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Tensors(LoraModule module) =>
        [new($"{Prefix}{module.Name}{Down}", module.Down), new($"{Prefix}{module.Name}{Up}", module.Up)];

    /// <summary>Reads which adapters a folder holds. Needs no libtorch.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The shape of the model that they are for.</param>
    /// <exception cref="InputException">They cannot be used with this model; names the file.</exception>
    public static LoraConfig Read(string directory, ModelConfig model)
    {
        var settings = AdapterConfig.Load(directory);
        using var file = SafetensorsFile.Open(Path.Combine(directory, WeightsName));
        var modules = ModulesOf(file, model);
        var tensors = LoraTargets.Tensors(model, ModelFamilies.Of(model).ModuleLayout);
        foreach (var (name, module) in modules)
        {
            var parts = tensors[module].Parts;
            Check(file, $"{Prefix}{name}{Down}", [settings.Rank, parts[0].Shape[1]]);
            Check(file, $"{Prefix}{name}{Up}", [parts.Sum(part => part.Shape[0]), settings.Rank]);
        }

        if (modules.Count == 0) throw new InputException($"{file.Path}: holds no adapter");
        var used = modules.Values.ToHashSet();
        return new()
        {
            Rank = settings.Rank,
            Alpha = settings.Alpha,
            UseRslora = settings.UseRslora,
            Modules = [.. tensors.Keys.Where(used.Contains)],
        };
    }

    /// <summary>Overwrites adapters by what a folder holds, which <see cref="Read"/> has checked.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The shape of the model.</param>
    /// <param name="adapters">The adapters.</param>
    public static void Load(string directory, ModelConfig model, LoraAdapters adapters)
    {
        using var file = SafetensorsFile.Open(Path.Combine(directory, WeightsName));
        var named = ModulesOf(file, model).ToDictionary(entry => entry.Value, entry => entry.Key);
        adapters.Overwrite(parameter =>
        {
            var ending = parameter.EndsWith(Down, StringComparison.Ordinal) ? Down : Up;
            return file.Read($"{Prefix}{named[parameter[Prefix.Length..^ending.Length]]}{ending}");
        });
    }

    /// <summary>Writes a folder's adapters.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The shape of the model that they are for.</param>
    /// <param name="baseModel">The folder of that model.</param>
    /// <param name="adapters">The adapters.</param>
    public static void Save(string directory, ModelConfig model, string baseModel, LoraAdapters adapters)
    {
        AdapterConfig.Save(directory, model, baseModel, adapters.Config);
        SafetensorsWriter.Write(Path.Combine(directory, WeightsName), adapters.Parameters, new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>What adapters add to tensors of their model's files, as these are stored, in a type; null for one without adapter.</summary>
    /// <param name="file">The adapters.</param>
    /// <param name="config">Which there are.</param>
    /// <param name="model">The shape of the model.</param>
    public static Func<StoredTensor, Func<ScalarType, Tensor>?> Additions(SafetensorsFile file, LoraConfig config, ModelConfig model)
    {
        var modules = LoraTargets.Tensors(model, ModelFamilies.Of(model).ModuleLayout)
            .ToDictionary(entry => entry.Value.Parts[0].Name, entry => entry.Key);
        var names = ModulesOf(file, model).ToLookup(entry => entry.Value, entry => entry.Key);
        return stored =>
        {
            if (!modules.TryGetValue(stored.Parts[0].Name, out var module) || names[module].FirstOrDefault() is not { } name) return null;
            return type =>
            {
                using var scope = NewDisposeScope();
                var (down, up) = (file.Read($"{Prefix}{name}{Down}").to(type), file.Read($"{Prefix}{name}{Up}").to(type));
                var added = up.mm(down).mul(Constant.Of(config.Scale));
                return (stored.Transposed ? added.t() : added).MoveToOuterDisposeScope();
            };
        };
    }

    /// <summary>The modules with tensors in a file, by the names that they have there.</summary>
    private static Dictionary<string, string> ModulesOf(SafetensorsFile file, ModelConfig model)
    {
        var own = LoraTargets.Of(model);
        var all = ModelFamilies.Of(model).Layouts.Prepend(ModelFamilies.Of(model).ModuleLayout)
            .Select(layout => LoraTargets.Tensors(model, layout).Keys.Zip(own).ToDictionary(pair => pair.First, pair => pair.Second)).ToList();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in file.Entries)
        {
            var ending = entry.Name.EndsWith(Down, StringComparison.Ordinal) ? Down : entry.Name.EndsWith(Up, StringComparison.Ordinal) ? Up : null;
            var name = ending is null || !entry.Name.StartsWith(Prefix, StringComparison.Ordinal) ? null : entry.Name[Prefix.Length..^ending.Length];
            var known = name is null ? null : all.FirstOrDefault(names => names.ContainsKey(name));
            if (known is null)
                throw new InputException($"{file.Path}: {entry.Name} is no adapter of a projection inside this model's layers: only such are supported");
            found[name!] = known[name!];
        }

        return found;
    }

    private static void Check(SafetensorsFile file, string name, ImmutableArray<long> shape)
    {
        if (!file.ByName.TryGetValue(name, out var entry)) throw new InputException($"{file.Path}: {name} is missing");
        if (!entry.Shape.SequenceEqual(shape))
            throw new InputException($"{file.Path}: {name} is [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", shape)}]");
        if (!SafetensorsType.IsFloating(entry.Type)) throw new InputException($"{file.Path}: {name} holds whole numbers");
    }
}

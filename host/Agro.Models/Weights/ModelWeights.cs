using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>The weights of a model folder: one <c>model.safetensors</c>, or shards named by <c>model.safetensors.index.json</c>.</summary>
public sealed class ModelWeights : IDisposable
{
    /// <summary>The name of an unsharded file.</summary>
    public const string SingleName = "model.safetensors";

    /// <summary>The name of the index of shards.</summary>
    public const string IndexName = "model.safetensors.index.json";

    private readonly ImmutableArray<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _byTensor = new(StringComparer.Ordinal);

    private ModelWeights(string source, ImmutableArray<SafetensorsFile> files)
    {
        Source = source;
        _files = files;
        foreach (var file in files)
            foreach (var entry in file.Entries)
                if (!_byTensor.TryAdd(entry.Name, file))
                    throw new InputException($"{file.Path}: tensor '{entry.Name}' is also in {_byTensor[entry.Name].Path}");
    }

    /// <summary>The file or index that was opened.</summary>
    public string Source { get; }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => _byTensor.Keys;

    /// <summary>Opens the weights of a folder; a single file wins over an index.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="InputException">There are none, or they are damaged.</exception>
    public static ModelWeights Open(string directory)
    {
        var (single, index) = (Path.Combine(directory, SingleName), Path.Combine(directory, IndexName));
        if (Path.Exists(single)) return OpenAll(single, [single]);
        if (!Path.Exists(index)) throw new InputException($"{directory}: neither {SingleName} nor {IndexName} is there");
        var placed = ReadIndex(index);
        var collection = OpenAll(index, [.. placed.Values.Distinct().Order(StringComparer.Ordinal).Select(shard => Path.Combine(directory, shard))]);
        var misplaced = placed.Where(item => !collection._byTensor.TryGetValue(item.Key, out var file) || Path.GetFileName(file.Path) != item.Value).ToList();
        if (misplaced.Count == 0) return collection;
        collection.Dispose();
        throw new InputException($"{index}: tensor '{misplaced[0].Key}' is not in {misplaced[0].Value}");
    }

    /// <summary>Looks up a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The entry, or null.</returns>
    public SafetensorsEntry? Find(string name) => _byTensor.TryGetValue(name, out var file) ? file.ByName[name] : null;

    /// <summary>Copies a tensor out.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A new tensor on the CPU, of the file's type and shape.</returns>
    /// <exception cref="InputException">There is no such tensor.</exception>
    public Tensor Read(string name) =>
        _byTensor.TryGetValue(name, out var file) ? file.Read(name) : throw new InputException($"{Source}: no tensor '{name}'");

    /// <summary>Copies a tensor into another of its shape, of any type and on any device, without the memory of a second one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="into">Receives it; contiguous.</param>
    /// <exception cref="InputException">There is no such tensor.</exception>
    public void Read(string name, Tensor into)
    {
        if (!_byTensor.TryGetValue(name, out var file)) throw new InputException($"{Source}: no tensor '{name}'");
        file.Read(name, into);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    private static ModelWeights OpenAll(string source, IReadOnlyList<string> paths)
    {
        var files = ImmutableArray.CreateBuilder<SafetensorsFile>(paths.Count);
        try
        {
            foreach (var path in paths) files.Add(SafetensorsFile.Open(path));
            return new(source, files.ToImmutable());
        }
        catch
        {
            foreach (var file in files) file.Dispose();
            throw;
        }
    }

    private static Dictionary<string, string> ReadIndex(string index)
    {
        var json = JsonSettings.Load(index);
        if (json.Find("weight_map") is not JsonObject map) throw json.Fault("weight_map", "missing, expected an object of file names");
        var placed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, shard) in map)
        {
            var file = shard?.GetValueKind() == JsonValueKind.String ? shard.GetValue<string>() : "";
            // A shard lies beside its index: anything else would read files that the folder does not own.
            if (file.Length == 0 || file != Path.GetFileName(file)) throw json.Fault("weight_map", $"'{name}' is in '{file}', expected a file name");
            placed.Add(name, file);
        }
        return placed;
    }
}

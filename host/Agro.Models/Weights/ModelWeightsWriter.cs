using System.Globalization;
using System.Text.Json.Nodes;

namespace Agro.Models.Weights;

/// <summary>Writes the weights of a model folder: one file, or several and their index where one would be too long.</summary>
internal static class ModelWeightsWriter
{
    /// <summary>The longest file, in bytes of tensors; the usual limit of model repositories.</summary>
    public const long LongestFile = 5_000_000_000;

    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Writes tensors to an empty folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="tensors">The tensors, in the order in which they fill the files; one that is longer than a file has its own.</param>
    /// <param name="longestFile">The longest file, in bytes of tensors.</param>
    public static void Write(string directory, IEnumerable<TensorSource> tensors, long longestFile = LongestFile)
    {
        var shards = Split(tensors, longestFile);
        if (shards is [var only])
        {
            SafetensorsWriter.Write(Path.Combine(directory, ModelWeights.SingleName), only, Metadata);
            return;
        }

        var map = new JsonObject();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model-{i + 1:d5}-of-{shards.Count:d5}.safetensors");
            SafetensorsWriter.Write(Path.Combine(directory, name), shards[i], Metadata);
            foreach (var tensor in shards[i]) map[tensor.Name] = name;
        }

        JsonSettings.Save(Path.Combine(directory, ModelWeights.IndexName), new()
        {
            ["metadata"] = new JsonObject { ["total_size"] = shards.Sum(shard => shard.Sum(tensor => tensor.ByteCount)) },
            ["weight_map"] = map,
        });
    }

    private static List<List<TensorSource>> Split(IEnumerable<TensorSource> tensors, long longestFile)
    {
        var shards = new List<List<TensorSource>> { new() };
        long length = 0;
        foreach (var tensor in tensors)
        {
            if (shards[^1].Count > 0 && length + tensor.ByteCount > longestFile)
            {
                shards.Add([]);
                length = 0;
            }

            shards[^1].Add(tensor);
            length += tensor.ByteCount;
        }

        return shards;
    }
}

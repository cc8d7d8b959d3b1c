using System.Text.Json.Nodes;
using Agro.Models;
using Agro.Models.Weights;
using Agro.Tests.Models.Plain;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Families;

/// <summary>A folder as a family publishes it, with random weights, and the plain model of the same weights.</summary>
internal sealed class FamilyFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FamilyFolder(string name)
    {
        Config = FamilyConfigs.Of(name);
        Published = PublishedWeights.Of(name, Config);
        File.WriteAllText(Of("config.json"), FamilyConfigs.Text(name));
        File.WriteAllText(Of("generation_config.json"), """{ "do_sample": true, "eos_token_id": [38, 39], "top_k": 64 }""");
        File.WriteAllText(Of("tokenizer.json"), "{ \"spacing\" :\r\n  1}");
        var random = new Random(name.Length + Config.Count);
        foreach (var (tensor, shape) in Published) Weights[tensor] = Draw(random, tensor, shape);
        WriteWeights(_ => ScalarType.Float32);
    }

    public string Path => _folder.Path;

    public JsonObject Config { get; }

    public IReadOnlyList<(string Name, long[] Shape)> Published { get; }

    /// <summary>The values of the published tensors; single precision holds each exactly.</summary>
    public Dictionary<string, double[]> Weights { get; } = [];

    public string Of(string name) => _folder.Of(name);

    public IPlainModel Plain() => PlainTransformer.Of(Config, Weights);

    public PretrainedPolicy Load(ScalarType type) => PretrainedPolicy.Load(Path, CPU, type);

    /// <summary>Writes the weights, each in a type.</summary>
    public void WriteWeights(Func<string, ScalarType> type)
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(Of("model.safetensors"), Published.ToDictionary(
            item => item.Name, item => tensor(Weights[item.Name]).view(item.Shape).to(type(item.Name))));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Large enough that distributions are far from uniform and soft caps bend.</summary>
    private static double[] Draw(Random random, string name, long[] shape)
    {
        var values = new double[shape.Aggregate((long)1, (product, size) => product * size)];
        var center = shape.Length == 1 && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
        for (var i = 0; i < values.Length; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            // A bfloat16 value, so that every floating type but float16 holds it exactly.
            values[i] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)(center + (normal * 0.35))) & ~0xffff);
        }

        return values;
    }
}

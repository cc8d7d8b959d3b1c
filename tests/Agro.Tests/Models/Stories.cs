using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Agro.Models;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

/// <summary>The small trained model of the test data with its reference outputs.</summary>
internal static class Stories
{
    public static string Directory => SharedData.PathOf("data", "models", "stories260k");

    public static PretrainedPolicy Load(ScalarType dtype = ScalarType.Float32) => PretrainedPolicy.Load(Directory, CPU, dtype);

    public static List<JsonElement> Rows(string name) =>
        [.. File.ReadLines(Path.Combine(Directory, "golden", name)).Select(line => JsonDocument.Parse(line).RootElement)];

    public static ImmutableArray<int> Ints(this JsonElement row, string key) => [.. row.GetProperty(key).EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Doubles(this JsonElement row, string key) => [.. row.GetProperty(key).EnumerateArray().Select(item => item.GetDouble())];

    public static ImmutableArray<TokenSequence> Sequences(this JsonElement row) =>
        [.. row.GetProperty("sequences").EnumerateArray().Select(item => new TokenSequence(item.Ints("prompt_ids"), item.Ints("completion_ids")))];

    public static float[] GreedyLogits()
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Directory, "golden", "greedy-logits.f32.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes.ToArray()).ToArray();
    }

    public static double[] ToDoubles(this Tensor tensor) => tensor.detach().to(float64).contiguous().data<double>().ToArray();
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Agro.Models;
using Agro.Models.Transformer;
using Agro.Models.Weights;

namespace Agro.Tests.Models;

/// <summary>Measures the process, so it runs alone.</summary>
[Collection(nameof(Runs.AloneInTheProcess))]
public partial class LoadMemoryTests
{
    [Theory]
    [InlineData("F32", 4)]
    [InlineData("BF16", 2)]
    public void Loading_takes_little_more_memory_than_the_weights(string type, int size)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("the highest memory of a process is only told on Linux");
        using var folder = new TemporaryFolder();
        var config = TinyModels.Config() with { VocabularySize = 40_000, HiddenSize = 768, IntermediateSize = 3072, LayerCount = 3, TiedEmbeddings = false };
        WriteZeros(folder.Of("model.safetensors"), config, type, size);
        using var weights = ModelWeights.Open(folder.Path);
        // Memory that earlier tests freed would hide what loading takes.
        _ = ReturnFreeMemory(0);
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Status("VmRSS");
        using var model = CausalModel.Load(config, weights);
        var (taken, bytes) = (Status("VmHWM") - before, 4.0 * (long)ParameterShapes.Count(config));
        Assert.InRange(taken, 0.9 * bytes, 1.1 * bytes);
        Assert.Equal(0, model.Parameters["model.norm.weight"].ToDoubles()[^1]);
    }

    /// <summary>A file without data takes no memory to write, and as much as any to read.</summary>
    private static void WriteZeros(string path, ModelConfig config, string type, int size)
    {
        var json = new JsonObject();
        long position = 0;
        foreach (var (name, shape, _) in ParameterShapes.Of(config))
        {
            var end = position + (size * shape.Aggregate((product, length) => product * length));
            json[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(length => JsonValue.Create(length))]),
                ["data_offsets"] = new JsonArray(position, end),
            };
            position = end;
        }

        var header = Encoding.UTF8.GetBytes(json.ToJsonString());
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        using var stream = File.Create(path);
        stream.Write([.. length, .. header]);
        stream.SetLength(8 + header.Length + position);
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int ReturnFreeMemory(nuint pad);
}

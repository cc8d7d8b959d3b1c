using System.Diagnostics;
using System.Globalization;
using Agro.Models;
using Agro.Models.Native;
using Agro.Tests;
using static TorchSharp.torch;

namespace Agro.Benchmarks.Models;

/// <summary>Time and peak memory of loading a checkpoint of 1 GB, in float32 and in bfloat16, each in a process of its own.</summary>
internal static class LoadBenchmark
{
    /// <summary>Makes the checkpoints and loads each.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        LibTorch.Load();
        using var folder = new TemporaryFolder();
        foreach (var (type, layers) in new[] { (ScalarType.Float32, 12), (ScalarType.BFloat16, 24) })
        {
            Write(folder.Of("model"), folder.Of("checkpoint"), type, layers);
            if (OwnProcess.Run("load", folder.Of("checkpoint")) is not 0 and var code) return code;
            Directory.Delete(folder.Of("checkpoint"), recursive: true);
        }

        return 0;
    }

    /// <summary>Loads one.</summary>
    /// <param name="directory">The checkpoint.</param>
    /// <returns>The exit code.</returns>
    public static int Measure(string directory)
    {
        LibTorch.Load();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.WorkingSet64;
        var start = Stopwatch.GetTimestamp();
        using var policy = PretrainedPolicy.Load(directory, CPU, ScalarType.Float32);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        var weights = policy.Model.Parameters.Values.Sum(parameter => parameter.numel() * 4);
        var files = Directory.GetFiles(directory, "*.safetensors").Sum(file => new FileInfo(file).Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{files / 1e9:0.00} GB on disk, {weights / 1e9:0.00} GB of weights in float32: {seconds:0.00} s, peak {(process.PeakWorkingSet64 - before) / (double)weights:0.000} times the weights"));
        return 0;
    }

    private static void Write(string model, string checkpoint, ScalarType type, int layers)
    {
        Directory.CreateDirectory(model);
        new ModelConfig
        {
            VocabularySize = 100_000,
            HiddenSize = 1024,
            IntermediateSize = 3072,
            LayerCount = layers,
            HeadCount = 16,
            KeyValueHeadCount = 8,
            HeadSize = 64,
            MaxPositions = 512,
            TiedEmbeddings = true,
        }.Save(Path.Combine(model, "config.json"));
        using (var policy = PretrainedPolicy.Create(model, 1, CPU, ScalarType.Float32)) policy.Save(checkpoint + "-wide");
        PolicyExport.Write(checkpoint + "-wide", checkpoint, new() { Type = type });
        Directory.Delete(checkpoint + "-wide", recursive: true);
    }
}

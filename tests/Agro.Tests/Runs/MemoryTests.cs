using TorchSharp;

namespace Agro.Tests.Runs;

/// <summary>Runs alone: it counts the tensors and the memory of the whole process.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(AloneInTheProcess))]
public sealed class MemoryTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>
    /// A leak of one tensor of a step's batch would be 12 x 8 x 4 bytes, too little to see in the process; the count of live handles
    /// shows it. The process is measured for what no handle stands for.
    /// </summary>
    [Theory]
    [InlineData("{ use: agro, beta: 0.1 }", "{ steps: 340, learning_rate: 1.0e-4, micro_batch_tokens: 64 }", null)]
    [InlineData("{ use: ppo }", "{ steps: 120, learning_rate: 1.0e-4, micro_batch_tokens: 64, num_iterations: 2 }", "{ capacity: 40 }")]
    public void Native_memory_stays_flat_over_hundreds_of_updates(string algorithm, string training, string? replay)
    {
        _fixture.Recipe["algorithm"] = algorithm;
        _fixture.Recipe["training"] = training;
        if (replay is not null) _fixture.Recipe["replay"] = replay;
        var samples = new List<(long Tensors, long Bytes)>();
        _fixture.Run("run", new RecordingObserver
        {
            OnStep = report =>
            {
                if (report.Step % 20 != 0) return;
                GC.Collect();
                GC.WaitForPendingFinalizers();
                samples.Add((torch.Tensor.TotalCount, Environment.WorkingSet));
            },
        });

        var warm = samples[1];
        Assert.True(samples[^1].Tensors <= warm.Tensors, $"live tensors: {string.Join(", ", samples.Select(sample => sample.Tensors))}");
        Assert.True(
            samples[^1].Bytes - warm.Bytes < 30 << 20,
            $"resident megabytes: {string.Join(", ", samples.Select(sample => sample.Bytes >> 20))}");
    }
}

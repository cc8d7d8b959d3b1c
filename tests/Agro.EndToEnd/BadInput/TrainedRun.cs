using Agro.EndToEnd.BadInput;

[assembly: AssemblyFixture(typeof(TrainedRun))]

namespace Agro.EndToEnd.BadInput;

/// <summary>A finished run with two checkpoints, made once for all tests that damage copies of it.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly Lazy<Task<RunFolder>> _run = new(async () =>
    {
        var folder = new RunFolder();
        folder.Recipe["training"] = Training;
        (await folder.RunAsync()).Expect(0);
        return folder;
    });

    /// <summary>The training section of its recipe.</summary>
    public const string Training = "{ steps: 2, learning_rate: 1.0e-3, checkpoint_every: 1 }";

    /// <summary>Copies the run folder.</summary>
    internal async Task CopyRunAsync(RunFolder to) => to.Copy((await _run.Value).Run, "run");

    /// <summary>Copies the trained weights beside the config of the policy.</summary>
    internal async Task CopyWeightsAsync(RunFolder to) => File.Copy(
        Path.Combine((await _run.Value).Run, "checkpoints", "step-000002", "model.safetensors"), to.Of("model/model.safetensors"), overwrite: true);

    public void Dispose()
    {
        if (_run is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) _run.Value.Result.Dispose();
    }
}

using Agro.Engine.Training;
using Agro.Models;
using Agro.Models.Weights;
using TorchSharp;

namespace Agro.Engine.Checkpoints;

/// <summary>
/// Saves and restores a run. A checkpoint is written beside its place and renamed into it, so a folder with its name is complete.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="keep">How many checkpoints to keep; 0 for all.</param>
internal sealed class CheckpointStore(RunFolder folder, int keep)
{
    /// <summary>The state of the run, which makes a policy folder a checkpoint.</summary>
    public const string StateFile = "agro.json";

    private const string OptimizerFile = "optimizer.safetensors";

    /// <summary>Saves a checkpoint and removes those that are too many.</summary>
    /// <param name="policy">The policy, saved as a Hugging Face folder.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="state">The rest of the run.</param>
    /// <returns>The checkpoint's folder.</returns>
    public string Save(PretrainedPolicy policy, AdamW optimizer, RunState state)
    {
        var target = folder.Checkpoint(state.Step);
        var temporary = $"{target}.tmp";
        Remove(temporary);
        policy.Save(temporary);
        SafetensorsWriter.Write(Path.Combine(temporary, OptimizerFile), optimizer.State());
        File.WriteAllText(Path.Combine(temporary, StateFile), state.ToJson().ToJsonString(new() { WriteIndented = true }));
        Remove(target);
        Directory.Move(temporary, target);
        if (keep > 0)
        {
            foreach (var old in folder.ListCheckpoints().SkipLast(keep)) Remove(old);
        }

        return target;
    }

    /// <summary>The newest complete checkpoint; null when there is none.</summary>
    public string? Newest() => folder.ListCheckpoints().LastOrDefault(path => File.Exists(Path.Combine(path, StateFile)));

    /// <summary>Restores the optimizer and reads the state of a checkpoint.</summary>
    /// <param name="checkpoint">Its folder.</param>
    /// <param name="optimizer">The optimizer of the checkpoint's policy.</param>
    public static RunState Restore(string checkpoint, AdamW optimizer)
    {
        var state = RunState.Read(Path.Combine(checkpoint, StateFile));
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(Path.Combine(checkpoint, OptimizerFile));
        optimizer.Load(file.Entries.ToDictionary(entry => entry.Name, entry => file.Read(entry.Name)), state.Step);
        return state;
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}

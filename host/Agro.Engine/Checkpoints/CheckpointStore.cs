using Agro.Engine.Training;
using Agro.Models;
using Agro.Models.Lora;
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

    private const string OptimizerFile = "optimizer.safetensors", CriticFile = "critic.safetensors";

    /// <summary>Saves a checkpoint and removes those that are too many.</summary>
    /// <param name="trained">The policy, saved as a Hugging Face folder, with its optimizer and critic.</param>
    /// <param name="state">The rest of the run.</param>
    /// <param name="more">Writes further files into the checkpoint's folder.</param>
    /// <param name="keepOlder">Whether older checkpoints are kept, all of them.</param>
    /// <returns>The checkpoint's folder.</returns>
    /// <exception cref="AgroException">It cannot be written; older checkpoints stay.</exception>
    public string Save(TrainedState trained, RunState state, Action<string>? more = null, bool keepOlder = false)
    {
        var target = folder.Checkpoint(state.Step);
        var temporary = $"{target}.tmp";
        try
        {
            foreach (var unfinished in folder.ListUnfinished()) Remove(unfinished);
            trained.Policy.Save(temporary);
            SafetensorsWriter.Write(Path.Combine(temporary, OptimizerFile), trained.Optimizer.State());
            if (trained.Critic is { } critic)
                SafetensorsWriter.Write(Path.Combine(temporary, CriticFile), new Dictionary<string, torch.Tensor>([.. critic.Head.Parameters, .. critic.Optimizer.State()]));
            more?.Invoke(temporary);
            File.WriteAllText(Path.Combine(temporary, StateFile), state.ToJson().ToJsonString(new() { WriteIndented = true }));
            Remove(target);
            Directory.Move(temporary, target);
            if (keep > 0 && !keepOlder)
            {
                foreach (var old in folder.ListCheckpoints().SkipLast(keep)) Remove(old);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            RemoveIfPossible(temporary);
            throw new AgroException($"{target}: the checkpoint cannot be saved: {exception.Message}");
        }

        return target;
    }

    /// <summary>The newest checkpoint; null when there is none.</summary>
    public string? Newest() => folder.ListCheckpoints().LastOrDefault(path => File.Exists(Path.Combine(path, StateFile)));

    /// <summary>The newest checkpoint, looked at as far as that goes without loading it; null when there is none.</summary>
    /// <param name="policy">The shape of the recipe's policy, with the adapters that are trained.</param>
    /// <param name="model">The folder of the recipe's policy.</param>
    /// <exception cref="InputException">It is damaged, or of another policy. An older one is not taken by itself: steps would be lost unasked.</exception>
    public string? NewestFor(PolicyShape policy, string model)
    {
        if (folder.ListCheckpoints().ToArray() is not [.. var older, var newest]) return null;
        if (CheckWhole(newest, model, out var damage) is not { } saved)
        {
            var whole = older.LastOrDefault(path => CheckWhole(path, model, out _) is not null);
            throw new InputException($"the newest checkpoint, {newest}, is damaged: {damage}\n" + (whole is null
                ? "There is no older one that is complete: start again with another --output"
                : $"{whole} is complete: remove or rename {Path.GetFileName(newest)} to go on from there"));
        }

        if (policy.Config.DifferenceFrom(saved.Config) is { } difference) throw new InputException(
            $"{newest} is a checkpoint of another model than policy.model, {model}: its {difference}. Resume with the recipe that the run was started with");
        return DifferenceOf(policy.Lora, saved.Lora) is not { } other ? newest : throw new InputException(
            $"{newest} does not fit policy.lora: {other}. Resume with the recipe that the run was started with");
    }

    /// <summary>Restores optimizer and critic, and reads the state of a checkpoint.</summary>
    /// <param name="checkpoint">Its folder.</param>
    /// <param name="trained">What belongs to the checkpoint's policy.</param>
    /// <exception cref="InputException">The checkpoint does not fit.</exception>
    public static RunState Restore(string checkpoint, TrainedState trained)
    {
        var state = RunState.Read(Path.Combine(checkpoint, StateFile));
        using var scope = torch.NewDisposeScope();
        trained.Optimizer.Load(Read(OptimizerFile), state.OptimizerSteps);
        if (trained.Critic is not { } critic) return state;
        var saved = Read(CriticFile);
        critic.Head.Overwrite(saved);
        critic.Optimizer.Load(saved, state.OptimizerSteps);
        return state;

        Dictionary<string, torch.Tensor> Read(string name)
        {
            using var file = SafetensorsFile.Open(Path.Combine(checkpoint, name));
            return file.Entries.ToDictionary(entry => entry.Name, entry => file.Read(entry.Name));
        }
    }

    /// <summary>The shape of a checkpoint's policy; null when its files are not whole. Only the values of the tensors are not looked at.</summary>
    /// <param name="checkpoint">Its folder.</param>
    /// <param name="model">The folder of the policy that the run started from.</param>
    /// <param name="damage">What is wrong; null when nothing is.</param>
    private static PolicyShape? CheckWhole(string checkpoint, string model, out string? damage)
    {
        try
        {
            var policy = PretrainedPolicy.Check(checkpoint, withWeights: true, model);
            SafetensorsFile.Open(Path.Combine(checkpoint, OptimizerFile)).Dispose();
            RunState.Read(Path.Combine(checkpoint, StateFile));
            damage = null;
            return policy;
        }
        catch (InputException exception)
        {
            damage = exception.Message;
            return null;
        }
    }

    private static string? DifferenceOf(LoraConfig? trained, LoraConfig? saved) => (trained, saved) switch
    {
        (null, null) => null,
        (null, _) => "it holds adapters, and the recipe trains the whole policy",
        (_, null) => "it holds a whole policy, and the recipe trains adapters",
        var (own, others) => own.DifferenceFrom(others) is { } difference ? $"of its adapters, {difference}" : null,
    };

    private static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private static void RemoveIfPossible(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now is removed with the next checkpoint.
        }
    }
}

/// <summary>What training changes.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Optimizer">Its optimizer.</param>
/// <param name="Critic">The critic; null when the algorithm needs none.</param>
internal sealed record TrainedState(PretrainedPolicy Policy, AdamW Optimizer, Critic? Critic = null);

using Agro.Engine.Checkpoints;
using Agro.Models;

namespace Agro.Engine.Runs;

/// <summary>What a person asks for when evaluating a policy.</summary>
/// <param name="Run">The recipe, with its changes and plugins.</param>
/// <param name="PolicyDirectory">The policy's folder; null for the one that the recipe starts from.</param>
public sealed record EvaluationRequest(RunRequest Run, string? PolicyDirectory)
{
    /// <summary>
    /// Makes sense of a folder in the place of a recipe: a run folder stands for its recipe and its newest checkpoint, a checkpoint in
    /// a run folder for itself and that recipe.
    /// </summary>
    /// <returns>The request with the recipe, and with the checkpoint unless one was named; this when the recipe is a file.</returns>
    /// <exception cref="InputException">The folder is neither.</exception>
    public EvaluationRequest Resolve()
    {
        var path = Run.RecipePath;
        if (!Directory.Exists(path)) return this;
        if (File.Exists(Path.Combine(path, "run.json")))
        {
            var folder = RunFolder.Open(path, "");
            var checkpoint = PolicyDirectory ?? new CheckpointStore(folder, 0).Newest()
                ?? throw new InputException($"{path}: the run has no checkpoint yet");
            return new(Run with { RecipePath = folder.Recipe }, checkpoint);
        }

        var run = Path.GetFullPath(Path.Combine(path, "..", ".."));
        if (!PretrainedPolicy.HasWeights(path) || !File.Exists(Path.Combine(run, "run.json")))
        {
            throw new InputException($"{path}: is neither a run folder (run.json) nor a checkpoint in one: "
                + "name a recipe, and a policy's folder with --checkpoint");
        }

        return new(Run with { RecipePath = RunFolder.Open(run, "").Recipe }, PolicyDirectory ?? path);
    }
}

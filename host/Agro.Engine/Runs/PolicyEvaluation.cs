using Agro.Engine.Checkpoints;
using Agro.Engine.Evaluation;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Models;
using Agro.Models.Native;
using TorchSharp;

namespace Agro.Engine.Runs;

/// <summary>Evaluates a policy as a recipe's runs do, outside a run. Nothing is written.</summary>
public static class PolicyEvaluation
{
    /// <summary>Evaluates on the calling thread. The figures are those that a run of the recipe gives for the same weights.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The figures and the completions.</returns>
    /// <exception cref="InputException">Something cannot be used.</exception>
    /// <exception cref="PluginException">The data source failed.</exception>
    public static EvaluationResult Execute(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request.Resolve();
        var load = RecipeLoad.Read(request.Run);
        Check(load);
        LibTorch.Load(request.Run.LibTorchDirectory);
        using var scope = torch.NewDisposeScope();
        // Hooks and trackers, which might write something, are not even made.
        using var source = Data(load);
        using var rewards = new RecipeRewards(load, cancellationToken);
        if (source.Count == 0) throw new RecipeException([load.Resolved.Document.FaultAt("data.eval", "the data source is empty")]);
        using var policy = Policy(load, request.PolicyDirectory);
        var evaluator = new Evaluator(Pipeline(load, policy), new RewardScorer());
        var recipe = load.Resolved.Recipe;
        var evaluation = evaluator.Evaluate(source, EvaluationPlan.Of(recipe), rewards.Functions, rewards.Weights, cancellationToken);
        return new EvaluationResult
        {
            Recipe = load.Resolved.Document.Path,
            Policy = policy.Directory,
            Step = StepOf(policy.Directory),
            Prompts = evaluation.Prompts,
            Metrics = evaluation.Metrics,
            Groups = evaluation.Scored.Groups,
            Notices = [.. load.Catalog.Notices, .. evaluation.Warnings],
        };
    }

    private static void Check(RecipeLoad load)
    {
        var (recipe, document) = (load.Resolved.Recipe, load.Resolved.Document);
        if (recipe.Data.Eval is null)
            throw new RecipeException([document.FaultAt("data.eval", "is missing: there is nothing to evaluate on")]);
        if (recipe.Rewards.IsEmpty)
            throw new RecipeException([document.FaultAt("rewards", "the first reward says what is right: name at least one")]);
    }

    /// <summary>The held-out data.</summary>
    private static GuardedDataSource Data(RecipeLoad load)
    {
        var section = load.Resolved.Recipe.Data.Eval!;
        var data = load.Catalog.Find(ComponentKind.DataSource, section.Use)!;
        return new GuardedDataSource(ComponentFactory.Create<IDataSource>(data, section.CreateOptions(data)), data);
    }

    private static PretrainedPolicy Policy(RecipeLoad load, string? directory)
    {
        var recipe = load.Resolved.Recipe;
        var (device, dtype) = (RunSetup.DeviceOf(recipe.Policy.Device, load.Resolved), RunSetup.TypeOf(recipe.Policy.Dtype));
        return directory is null ? RunSetup.LoadInitial(recipe, device, dtype) : PretrainedPolicy.Load(directory, device, dtype, recipe.Policy.Model);
    }

    private static RolloutPipeline Pipeline(RecipeLoad load, PretrainedPolicy policy)
    {
        var recipe = load.Resolved.Recipe;
        var directory = File.Exists(Path.Combine(policy.TokenizerDirectory, "tokenizer.json"))
            ? policy.TokenizerDirectory : PretrainedPolicy.TokenizerDirectoryOf(recipe.Policy.Model);
        return RunSetup.PipelineOf(
            recipe, policy, PolicyTokenizer.Load(directory, policy.Config), () => StepOf(policy.Directory), recipe.Eval!.MaxBatch ?? recipe.Rollouts.MaxBatch);
    }

    private static long StepOf(string policyDirectory) =>
        Path.Combine(policyDirectory, CheckpointStore.StateFile) is var state && File.Exists(state) ? RunState.Read(state).Step : 0;

    /// <summary>Turns what a data source throws into text.</summary>
    private sealed class GuardedDataSource(IDataSource source, ComponentDescription description) : IDataSource, IDisposable
    {
        public long? Count => source.Count;

        public void Dispose() => (source as IDisposable)?.Dispose();

        public async ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
        {
            try
            {
                return await source.GetAsync(index, cancellationToken);
            }
            catch (Exception exception) when (exception is not AgroException and not OperationCanceledException)
            {
                throw PluginFault.From(exception, description, nameof(IDataSource.GetAsync));
            }
        }
    }
}

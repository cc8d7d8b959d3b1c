using System.Diagnostics;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Models.Native;
using TorchSharp;

namespace Agro.Engine.Runs;

/// <summary>
/// Samples completions of a recipe's training prompts from the policy that it starts with, and scores them. The first
/// <c>rollouts.prompts_per_step</c> groups are those of a run's first step.
/// </summary>
public static class CollectionRun
{
    /// <summary>Collects on the calling thread.</summary>
    /// <param name="request">The recipe, with its changes and plugins.</param>
    /// <param name="prompts">Of how many prompts; fewer when the data has fewer.</param>
    /// <param name="take">Takes groups as they are made, with the progress so far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What there is.</returns>
    /// <exception cref="InputException">Something cannot be used.</exception>
    /// <exception cref="AgroException">No prompt fits the model, or too many completions could not be scored.</exception>
    public static CollectionSummary Execute(
        RunRequest request, int prompts, Action<IReadOnlyList<RolloutGroup>, CollectionProgress> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(take);
        var load = RecipeLoad.Read(request);
        LibTorch.Load(request.LibTorchDirectory);
        using var scope = torch.NewDisposeScope();
        var recipe = load.Resolved.Recipe;
        var description = load.Catalog.Find(ComponentKind.DataSource, recipe.Data.Train.Use)!;
        var source = ComponentFactory.Create<IDataSource>(description, recipe.Data.Train.CreateOptions(description));
        using var held = source as IDisposable;
        if (source.Count == 0) throw new RecipeException([load.Resolved.Document.FaultAt("data.train", "the data source is empty")]);
        using var rewards = new RecipeRewards(load, cancellationToken);
        using var policy = RunSetup.LoadInitial(recipe, RunSetup.DeviceOf(recipe.Policy.Device, load.Resolved), RunSetup.TypeOf(recipe.Policy.Dtype));
        var tokenizer = PolicyTokenizer.Load(policy.TokenizerDirectory, policy.Config);
        var pipeline = RunSetup.PipelineOf(recipe, policy, tokenizer, () => 0, recipe.Rollouts.MaxBatch);
        var taken = Take(pipeline.Intake, new(source, description), recipe, prompts, cancellationToken);
        var (total, faults) = Sample(new(pipeline, rewards, recipe), taken.Prompts, take, cancellationToken);
        return new(policy.Directory, total, [.. load.Catalog.Notices, .. Notices(taken, prompts, total), .. faults]);
    }

    /// <summary>Takes prompts in the order of a run's first epoch.</summary>
    private static TakenPrompts Take(
        PromptIntake intake, TrainingData data, Recipe recipe, int prompts, CancellationToken cancellationToken)
    {
        var source = data.Source;
        var order = ShuffledOrder.Of(recipe, source.Count);
        try
        {
            return intake.ForSampling(
                source, PromptIntake.InOrder(source).Select(order.At), prompts, recipe.Rollouts.MaxTokens, cancellationToken);
        }
        catch (Exception exception) when (exception is not AgroException and not OperationCanceledException)
        {
            throw PluginFault.From(exception, data.Description, nameof(IDataSource.GetAsync));
        }
    }

    private static (CollectionProgress Total, IReadOnlyList<string> Faults) Sample(
        Parts parts,
        IReadOnlyList<TokenizedPrompt> prompts,
        Action<IReadOnlyList<RolloutGroup>, CollectionProgress> take,
        CancellationToken cancellationToken)
    {
        var (pipeline, rewards, recipe) = parts;
        var scorer = new RewardScorer();
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var total = new CollectionProgress { Wanted = prompts.Count, RewardSum = rewards.Functions.Count > 0 ? 0 : null };
        foreach (var (index, chunk) in prompts.Chunk(recipe.Rollouts.PromptsPerStep).Index())
        {
            var start = Stopwatch.GetTimestamp();
            var seed = CounterRandom.Mix(recipe.Seed, (long)Purpose.Rollouts, index + 1);
            var sampled = pipeline.Sample(chunk, recipe.Rollouts.GroupSize, recipe.RolloutSampling, seed, cancellationToken);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var scored = scorer.ScoreAsync(rewards.Functions, rewards.Weights, sampled, cancellationToken).GetAwaiter().GetResult();
            faults.UnionWith(scored.Faults);
            total = total with
            {
                Prompts = total.Prompts + chunk.Length,
                Completions = total.Completions + scored.Groups.Sum(group => group.Rollouts.Length),
                Failed = total.Failed + scored.Failed,
                Tokens = total.Tokens + sampled.Sum(group => group.Completions.Sum(completion => (long)completion.Tokens.Length)),
                SamplingSeconds = total.SamplingSeconds + seconds,
                RewardSum = total.RewardSum + scored.Groups.Sum(group => group.Rollouts.Sum(rollout => rollout.Reward)),
            };
            CheckFailures(total, recipe, scored.Faults);
            take(scored.Groups, total);
        }

        return (total, [.. faults]);
    }

    private static void CheckFailures(CollectionProgress total, Recipe recipe, IReadOnlyList<string> faults)
    {
        var (failed, all) = (total.Failed, total.Failed + total.Completions);
        if ((double)failed / all <= recipe.Rollouts.MaxFailedShare) return;
        throw new AgroException(FormattableString.Invariant(
            $"{failed} of {all} completions could not be scored, more than rollouts.max_failed_share ({recipe.Rollouts.MaxFailedShare}): {faults[0]}"));
    }

    private static IEnumerable<string> Notices(TakenPrompts taken, int prompts, CollectionProgress total)
    {
        if (taken.TooLong is { } tooLong) yield return $"data.train: left out {taken.LeftOut} of the first {taken.Examined} prompts: {tooLong}";
        if (taken.Prompts.Count < prompts) yield return $"data.train: has {taken.Prompts.Count} prompts that fit, {prompts} were asked for";
        if (total.Failed > 0) yield return $"left out {total.Failed} completions that could not be scored";
    }

    private sealed record TrainingData(IDataSource Source, ComponentDescription Description);

    private sealed record Parts(RolloutPipeline Pipeline, RecipeRewards Rewards, Recipe Recipe);
}

using Agro.Engine.Recipes;
using Agro.Engine.Replay;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Engine.Tracking;

namespace Agro.Engine.Runs;

/// <summary>
/// Gives each step its rollouts: sampled, stored or given ones, of the step itself or sampled some steps ahead of it. What it holds
/// between steps is part of a checkpoint.
/// </summary>
internal sealed class StepRollouts
{
    private const string StoreFile = "replay.jsonl", AheadFile = "rollouts-ahead.jsonl";
    private const int MostIndices = 64;

    private readonly RunParts _parts;
    private readonly HookedSettings _settings;
    private readonly PhaseClock _clock;
    private readonly Action<string, string?> _tell;
    private ShuffledOrder _order;
    private long? _count;
    private List<long> _indices = [];
    private readonly GroupCollector _collector;
    private readonly ReplayStore? _store;
    private readonly Queue<IReadOnlyList<RolloutGroup>> _ahead = [];
    private long _gathered, _taken;
    private IReadOnlyList<IReadOnlyList<RolloutGroup>> _aheadAfterStep = [];

    /// <summary>Starts where the run stands.</summary>
    /// <param name="parts">The run.</param>
    /// <param name="settings">What hooks set.</param>
    /// <param name="clock">Times the phases.</param>
    /// <param name="tell">Tells a person, once for each key.</param>
    /// <exception cref="InputException">The checkpoint's rollouts cannot be read.</exception>
    public StepRollouts(RunParts parts, HookedSettings settings, PhaseClock clock, Action<string, string?> tell)
    {
        (_parts, _settings, _clock, _tell) = (parts, settings, clock, tell);
        var recipe = parts.Recipe;
        _order = ShuffledOrder.Of(recipe, _count = parts.Components.Train.Count);
        if (recipe.Replay is { } options) _store = Saved(StoreFile) is { } file ? ReplayFile.Read(file, options) : new(options);
        if (Saved(AheadFile) is { } ahead) foreach (var groups in ReplayFile.ReadSteps(ahead)) _ahead.Enqueue(groups);
        Normalization = new(recipe.Rewards);
        _collector = new(parts.Pipeline, parts.Scorer, recipe, _store, clock);
        _taken = parts.State.PromptsTaken;
        _gathered = parts.State.Step + _ahead.Count;
        Finish();

        string? Saved(string name) =>
            parts.ResumedFrom is { } checkpoint && Path.Combine(checkpoint, name) is var path && File.Exists(path) ? path : null;
    }

    /// <summary>Scales rewards for training.</summary>
    public RewardNormalization Normalization { get; }

    /// <summary>Prompts taken from the training data when the last step was finished.</summary>
    public long PromptsTaken { get; private set; }

    /// <summary>Where the prompts that were taken last lie in the training data.</summary>
    public IReadOnlyList<long> Indices => _indices;

    /// <summary>Sees all scored rollouts before they are used; throws what ends the step.</summary>
    public Action<ScoredRollouts>? Judge { get; init; }

    /// <summary>Tokens sampled by this process.</summary>
    public long SampledTokens { get; private set; }

    private RewardSet Rewards => new(
        _parts.Components.Rewards, _settings.RewardWeights, _parts.Components.RewardVersion(_settings.RewardWeights));

    /// <summary>Gets the rollouts of a step.</summary>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="demonstrations">Whether the algorithm is trained on demonstrations.</param>
    /// <param name="metrics">Takes metrics.</param>
    /// <param name="abort">Ends the phase at hand.</param>
    public IReadOnlyList<RolloutGroup> Next(long step, bool demonstrations, Dictionary<string, double> metrics, CancellationToken abort)
    {
        var late = _parts.Recipe.Rollouts.Staleness;
        var rewards = Rewards;
        _store?.DropStale(_parts.Optimizer.Steps);
        while (_gathered < Math.Min(step + late, Math.Max(step, _parts.Recipe.Training.Steps)))
            _ahead.Enqueue(Gather(++_gathered, demonstrations, rewards, metrics, abort));
        var groups = _ahead.Dequeue();
        if (late > 0 && !demonstrations) groups = Checked(step, _clock.Time("rewards", () => _collector.Renew(groups, rewards, abort)), metrics);
        AddShares(groups, metrics);
        return groups;
    }

    /// <summary>Stores the rollouts of a finished step to train on again.</summary>
    /// <param name="groups">The groups that it was trained on.</param>
    public void Keep(IReadOnlyList<RolloutGroup> groups)
    {
        if (_store is null) return;
        // Looked up before any is added: adding may drop some that this step took from the store.
        var fresh = groups.Select(group => (Group: group, Rollouts: group.Rollouts.Where(IsNew).ToList())).ToList();
        foreach (var (group, rollouts) in fresh) _store.Add(group.Prompt, group.PromptTokens, rollouts);

        bool IsNew(Rollout rollout) => rollout.Completion.Source == CompletionSource.Policy && !_store.Holds(rollout.Completion);
    }

    /// <summary>
    /// Takes note that a step is finished. A checkpoint after a step that failed holds what was there before it, so that the run goes on
    /// with the same prompts.
    /// </summary>
    public void Finish() => (PromptsTaken, _aheadAfterStep) = (_taken, [.. _ahead]);

    /// <summary>Goes back to where the last step was finished, so that a step that failed can be done again with the same prompts.</summary>
    /// <param name="stepsDone">Steps done.</param>
    public void Restart(long stepsDone)
    {
        _ahead.Clear();
        foreach (var groups in _aheadAfterStep) _ahead.Enqueue(groups);
        (_taken, _gathered) = (PromptsTaken, stepsDone + _ahead.Count);
    }

    /// <summary>Writes what is held between steps into a checkpoint.</summary>
    /// <param name="directory">The checkpoint's folder.</param>
    public void Save(string directory)
    {
        if (_store is not null) ReplayFile.Write(Path.Combine(directory, StoreFile), _store);
        if (_aheadAfterStep.Count > 0) ReplayFile.Write(Path.Combine(directory, AheadFile), _aheadAfterStep);
    }

    private List<RolloutGroup> Gather(
        long step, bool demonstrations, RewardSet rewards, Dictionary<string, double> metrics, CancellationToken abort)
    {
        var recipe = _parts.Recipe;
        var kept = new List<RolloutGroup>();
        var (examined, rounds, tokens, seconds) = (0, 0, 0L, 0.0);
        var leftOut = _parts.Pipeline.Given.LeftOut;
        var dynamic = recipe.Rollouts.DynamicSampling && !demonstrations;
        while (kept.Count < recipe.Rollouts.PromptsPerStep && rounds <= (dynamic ? recipe.Rollouts.MaxRefills : 0))
        {
            var choice = CounterRandom.Mix(recipe.Seed, (long)Purpose.Replay, step, rounds);
            var prompts = TakePrompts(recipe.Rollouts.PromptsPerStep - kept.Count, demonstrations, choice, metrics, abort);
            var seed = CounterRandom.Mix(recipe.Seed, (long)Purpose.Rollouts, step);
            var collected = _collector.Collect(prompts, demonstrations, rounds == 0 ? seed : CounterRandom.Mix(seed, rounds), rewards, abort);
            var groups = Checked(step, collected.Scored, metrics);
            kept.AddRange(groups.Where(group => !dynamic || Normalization.HasSpread(group, rewards.Weights)));
            (examined, rounds, tokens, seconds) = (examined + prompts.Count, rounds + 1, tokens + collected.SampledTokens, seconds + collected.SamplingSeconds);
        }

        if (dynamic) metrics["dynamic_filtering_pass_rate"] = (double)kept.Count / examined;
        if (dynamic && kept.Count < recipe.Rollouts.PromptsPerStep)
            _tell($"step {step}: after {rounds} rounds of dynamic sampling only {kept.Count} of {recipe.Rollouts.PromptsPerStep} groups have unequal rewards", "dynamic sampling");
        if (_parts.Pipeline.Given.LeftOut is var now && now > leftOut)
        {
            metrics["completions/too_long"] = now - leftOut;
            _tell("data.train: completions that with their prompt exceed the model's positions are left out, and counted in completions/too_long", "too long");
        }

        SampledTokens += tokens;
        metrics["time/generation"] = metrics.GetValueOrDefault("time/generation") + seconds;
        if (tokens > 0) metrics["generation/tokens_per_second"] = tokens / seconds;
        return kept;
    }

    private IReadOnlyList<TokenizedPrompt> TakePrompts(
        int count, bool demonstrations, long seed, Dictionary<string, double> metrics, CancellationToken abort)
    {
        var (source, intake, rollouts) = (_parts.Components.Train, _parts.Pipeline.Intake, _parts.Recipe.Rollouts);
        var wanted = _store is { Count: > 0 } ? (int)Math.Round(_parts.Recipe.Replay!.StoredPrompts * count, MidpointRounding.AwayFromZero) : 0;
        wanted = Math.Min(wanted, _store?.Prompts.Count() ?? 0);
        var taken = new TakenPrompts([], 0, null);
        if (count > wanted)
        {
            var order = _parts.Components.Guard("data/train", "Count", () => Order(source));
            var indices = Enumerable.InfiniteSequence(_taken, 1L).Select(order.At);
            taken = _clock.Time("data", () => _parts.Components.Guard("data/train", "GetAsync", () =>
                demonstrations ? intake.ForDemonstrations(source, indices, count - wanted, abort)
                : rollouts.Source == RolloutSource.Data ? intake.ForGiven(source, indices, count - wanted, abort)
                : intake.ForSampling(source, indices, count - wanted, rollouts.MaxTokens, abort)));
        }

        _indices = [.. Enumerable.Range(0, (int)Math.Min(taken.Examined, MostIndices)).Select(i => _order.At(_taken + i))];
        _taken += taken.Examined;
        metrics["prompts/too_long"] = metrics.GetValueOrDefault("prompts/too_long") + taken.LeftOut;
        if (taken.LeftOut > 0) _tell($"data.train: {taken.TooLong}: such prompts are left out, and counted in prompts/too_long", "data.train");
        if (wanted == 0) return taken.Prompts;
        var stored = _store!.ChoosePrompts(wanted, taken.Prompts.Select(prompt => prompt.Prompt.Id).ToHashSet(), seed);
        return [.. taken.Prompts, .. stored.Select(prompt => new TokenizedPrompt(prompt.Prompt, prompt.PromptTokens))];
    }

    /// <summary>The order of the training data, a new one when a new version of the source has more or fewer prompts.</summary>
    private ShuffledOrder Order(IDataSource source)
    {
        if (source.Count != _count) _order = ShuffledOrder.Of(_parts.Recipe, _count = source.Count);
        return _order;
    }

    private IReadOnlyList<RolloutGroup> Checked(long step, ScoredRollouts scored, Dictionary<string, double> metrics)
    {
        Judge?.Invoke(scored);
        foreach (var fault in scored.Faults) _tell($"{fault} (the completion is left out; told once)", fault);
        RewardCounts.Add(scored.Counts, metrics);
        if (scored.WithoutReward > 0)
        {
            metrics["rewards/none"] = metrics.GetValueOrDefault("rewards/none") + scored.WithoutReward;
            _tell("there are completions that no reward with a weight applies to: their reward is 0. They are counted in rewards/none", "rewards/none");
        }

        metrics["rewards/failed"] = metrics.GetValueOrDefault("rewards/failed") + scored.Failed;
        return scored.Checked(step, _parts.Recipe.Rollouts.MaxFailedShare);
    }

    private void AddShares(IReadOnlyList<RolloutGroup> groups, Dictionary<string, double> metrics)
    {
        var completions = groups.SelectMany(group => group.Rollouts.Select(rollout => rollout.Completion)).ToList();
        if (completions.Count == 0) return;
        if (_parts.Recipe.Rollouts is { Given: > 0 } or { Source: RolloutSource.Data })
            metrics["rollouts/given_share"] = completions.Average(completion => completion.Source == CompletionSource.Policy ? 0.0 : 1);
        if (_store is null) return;
        metrics["replay/share"] = completions.Average(completion => _store.Holds(completion) ? 1.0 : 0);
        metrics["replay/size"] = _store.Count;
    }
}

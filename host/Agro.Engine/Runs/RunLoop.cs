using System.Diagnostics;
using System.Text.Json.Nodes;
using Agro.Engine.Evaluation;
using Agro.Engine.Hooks;
using Agro.Engine.Plugins;
using Agro.Engine.Rewards;
using Agro.Engine.Swaps;
using Agro.Engine.Tracking;
using Agro.Engine.Training;

namespace Agro.Engine.Runs;

/// <summary>
/// The steps of a run, each a frame: rollouts, rewards, loss, optimizer step, checkpoint. Hooks run between phases. Components are
/// read from their slots once a step, so that an exchange never falls inside one.
/// </summary>
internal sealed class RunLoop : IDisposable
{
    internal const string StoppedByUser = "stopped by the user";
    private readonly RunParts _parts;
    private readonly RunJournal _journal;
    private readonly IRunObserver _observer;
    private readonly RunContext _context;
    private readonly HookCalls _hooks;
    private readonly HookWatchdog _watchdog;
    private readonly TrackerCalls _trackers;
    private readonly PhaseClock _clock = new();
    private readonly RewardWatch _rewardWatch = new();
    private readonly LearningRateCurve _learningRate;
    private readonly StepRollouts _rollouts;
    private readonly Stopwatch _stepping = new();
    private readonly RunNotices _notices;
    private readonly HookedSettings _settings;
    private readonly HotSwap? _swaps;
    private readonly RunCheckpoints _checkpoints;
    private RunProgress _state;
    private EvaluationOutcome? _lastEvaluation;
    private long _lastEvaluationStep = -1;

    public RunLoop(RunParts parts, RunJournal journal, IRunObserver observer)
    {
        (_parts, _journal, _observer) = (parts, journal, observer);
        var recipe = parts.Recipe;
        _state = new(parts.State.Step, parts.State.Tokens, parts.State.EvaluationBefore);
        _notices = new(journal, observer, () => _state.Step);
        _context = new RunContext(recipe.Name, parts.Folder.Directory, recipe.Training.Steps, _notices.Note);
        _hooks = new HookCalls(parts.Components.Hooks, _watchdog = new(_notices.Warn, TimeProvider.System), Failed);
        _trackers = new TrackerCalls(parts.Components.Trackers, Failed);
        var training = recipe.Training;
        _learningRate = new(training.LearningRate, training.Schedule, training.WarmupSteps, training.Steps, training.MinLearningRateRatio);
        _settings = new(parts.State, recipe, text => _notices.WarnOnce(text));
        _rollouts = new(parts, _settings, _clock, _notices.WarnOnce) { Judge = scored => _swaps?.Judge(scored) };
        _swaps = SwapSetup.Start(parts, journal, observer, () => _state.Step);
        _checkpoints = new(parts, _settings, _rollouts, _clock);
    }

    /// <summary>Runs to the end, or until it is asked to stop.</summary>
    /// <param name="stop">Asks to finish the step at hand, save and end.</param>
    /// <param name="abort">Ends the phase at hand too.</param>
    /// <exception cref="AgroException">The run cannot go on; the message says what is saved.</exception>
    public RunSummary Run(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            return RunToEnd(stop, abort);
        }
        catch (Exception exception)
        {
            var advice = SaveAfter(exception);
            if (RunFailure.Explain(exception, _parts.Recipe, advice) is { } explained) throw explained;
            _observer.Note(advice);
            throw;
        }
    }

    private RunSummary RunToEnd(CancellationToken stop, CancellationToken abort)
    {
        var recipe = _parts.Recipe;
        string? stopReason = null;
        _hooks.Call(nameof(ITrainingHook.OnRunStartedAsync), hook => hook.OnRunStartedAsync(_context, abort));
        if (recipe.Eval is { AtStart: true } && _state is { Step: 0, Before: null }) Evaluate(abort);
        while (_state.Step < recipe.Training.Steps && stopReason is null)
            stopReason = stop.IsCancellationRequested ? StoppedByUser : Frame(abort);

        var finished = _state.Step >= recipe.Training.Steps || stopReason is not StoppedByUser;
        if (finished && recipe.Eval is { AtEnd: true }) Evaluate(abort);
        Checkpoint(abort);
        _hooks.Call(nameof(ITrainingHook.OnRunEndedAsync), hook => hook.OnRunEndedAsync(_context, abort));
        return End(stopReason);
    }

    /// <summary>Saves what was reached, and says how to go on from there.</summary>
    private string SaveAfter(Exception cause)
    {
        var lost = "";
        try
        {
            // It may be spoiled already: those before it stay.
            if (_state.Step > Math.Max(0, _checkpoints.LastStep)) Checkpoint(CancellationToken.None, keepOlder: true);
            _journal.Event("failed", _state.Step, new JsonObject { ["error"] = cause.Message });
        }
        catch (Exception exception) when (exception is AgroException or IOException or UnauthorizedAccessException)
        {
            if (exception.Message != cause.Message) lost = $"What was reached since cannot be saved: {exception.Message}\n";
        }

        return lost + RunFailure.Advice(_checkpoints.Last, _checkpoints.LastStep, _parts.Folder.Directory);
    }

    /// <summary>
    /// A step, after what is exchanged before it. What a plugin leaves in the flow of its call, such as an AsyncLocal, ends with the step:
    /// it would keep the plugin in memory.
    /// </summary>
    private string? Frame(CancellationToken abort)
    {
        string? stopReason = null;
        ExecutionContext.Run(ExecutionContext.Capture()!, _ =>
        {
            _swaps?.AtBoundary(_state.Step);
            _hooks.Refresh();
            stopReason = StepOrAgain(abort);
        }, null);
        return stopReason;
    }

    /// <summary>A step that fails while a new version is on probation is done again with the version before.</summary>
    private string? StepOrAgain(CancellationToken abort)
    {
        while (true)
        {
            var done = _state.Step;
            try
            {
                return Step(abort);
            }
            catch (Exception exception) when (exception is not OperationCanceledException and not IOException and not UnauthorizedAccessException)
            {
                if (_swaps?.BringBack(exception, redone: _state.Step == done) is not true) throw;
                _stepping.Stop();
                _rollouts.Restart(_state.Step);
            }
        }
    }

    private string? Step(CancellationToken abort)
    {
        _stepping.Start();
        var start = Stopwatch.GetTimestamp();
        var step = _state.Step + 1;
        var metrics = new Dictionary<string, double>();
        var algorithm = _parts.Components.Algorithm;
        var groups = CollectRollouts(step, algorithm.Needs, metrics, abort);
        var learningRate = _settings.LearningRate ?? _learningRate.At(step);
        if (groups.Count > 0)
        {
            _observer.Phase("training");
            var scaled = _rollouts.Normalization.Apply(groups, _settings.RewardWeights);
            var trained = _clock.Time("training", () => _parts.Trainer.Step(scaled, algorithm.Needs, batch => Loss(algorithm, batch), learningRate, Sampled()));
            foreach (var (name, value) in trained) metrics[name] = value;
            if (scaled != groups) NormalizedMetrics.Move(groups, metrics);
            _rollouts.Keep(groups);
        }
        else
        {
            _notices.WarnOnce($"step {step}: no rollouts are left to train on; the policy stays as it is");
        }

        var tokens = groups.Sum(group => group.Rollouts.Sum(rollout => (long)group.PromptTokens.Length + rollout.Completion.Tokens.Length));
        _rollouts.Finish();
        _state = _state with { Step = step, Tokens = _state.Tokens + tokens };
        metrics["num_tokens"] = _state.Tokens;
        if (_swaps?.TakeCount() is > 0 and var swaps) metrics["swaps"] = swaps;
        _swaps?.Finished(new(step, groups, new Dictionary<string, double>(_settings.RewardWeights), _rollouts.Indices), metrics);
        metrics["step_time"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _stepping.Stop();
        return Finish(step, learningRate, metrics, groups, abort);
    }

    private Action<PolicyBatch, double>? Sampled() => _swaps is { WatchesAlgorithm: true } swaps ? swaps.Sample : null;

    private PolicyLoss Loss(IPolicyGradientAlgorithm algorithm, PolicyBatch batch) => _parts.Components.Guard("algorithm", "ComputeLoss", () =>
    {
        var loss = algorithm.ComputeLoss(batch);
        return loss.Loss.numel() == 1
            ? loss
            : throw new InvalidOperationException($"the loss must be a scalar, but has the shape [{string.Join(", ", loss.Loss.shape)}]");
    });

    private IReadOnlyList<RolloutGroup> CollectRollouts(
        long step, AlgorithmNeeds needs, Dictionary<string, double> metrics, CancellationToken abort)
    {
        _observer.Phase("generating");
        var kept = _rollouts.Next(step, needs.HasFlag(AlgorithmNeeds.Demonstrations), metrics, abort).ToList();
        _hooks.Call(nameof(ITrainingHook.OnRolloutsAsync), hook => hook.OnRolloutsAsync(new RolloutsContext(_context, step, kept, metrics), abort));
        kept.RemoveAll(group => group.Rollouts.IsDefaultOrEmpty);
        if (_parts.Reference is null || kept.Count == 0) return kept;
        _observer.Phase("reference");
        return _clock.Time("reference", () => _parts.Reference.Score(kept));
    }

    private string? Finish(
        long step, double learningRate, Dictionary<string, double> metrics, IReadOnlyList<RolloutGroup> groups, CancellationToken abort)
    {
        var recipe = _parts.Recipe;
        var context = _settings.Change(
            weights => new StepContext(_context, step, metrics, groups) { LearningRate = learningRate, RewardWeights = weights },
            offered => _hooks.Call(nameof(ITrainingHook.OnStepAsync), hook => hook.OnStepAsync(offered, abort)));
        if (_hooks.Failures > 0) metrics["hooks/failed"] = _hooks.Failures;

        if (_rewardWatch.Look(groups) is { } nothingToLearn) _notices.Warn(nothingToLearn);
        _journal.Step(step, metrics, groups);
        _trackers.Log(step, metrics, abort);
        _observer.Stepped(new StepReport(step, recipe.Training.Steps, metrics, Sample(step, groups), Remaining(step)));
        if (context.EvaluationRequested || Due(recipe.Eval?.Every, step)) Evaluate(abort);
        if (context.CheckpointRequested || Due(recipe.Training.CheckpointEvery, step)) Checkpoint(abort);
        return context.StopReason;
    }

    private void Failed(ComponentSlot slot, string text, string consequence)
    {
        _notices.Warn($"{text} ({consequence})");
        _swaps?.Failed(slot, text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hooks.Dispose();
        _watchdog.Dispose();
        _swaps?.Dispose();
    }

    private bool Due(long? every, long step) => every > 0 && step % every == 0 && step < _parts.Recipe.Training.Steps;

    private void Evaluate(CancellationToken abort)
    {
        if (_parts.Evaluator is not { } evaluator || _parts.Components.Evaluation is not { } source || _lastEvaluationStep == _state.Step) return;
        _observer.Phase("evaluating");
        var plan = EvaluationPlan.Of(_parts.Recipe);
        var evaluation = _clock.Time("evaluation", () =>
            evaluator.Evaluate(source, plan, _parts.Components.Rewards, _settings.RewardWeights, abort));
        var metrics = evaluation.Metrics;
        foreach (var warning in evaluation.Warnings) _notices.WarnOnce(warning);
        (_lastEvaluation, _lastEvaluationStep) = (evaluation, _state.Step);
        if (_state.Before is null) _state = _state with { Before = metrics };
        _journal.Evaluation(_state.Step, evaluation);
        _trackers.Log(_state.Step, metrics.ToDictionary(entry => $"eval/{entry.Key}", entry => entry.Value), abort);
        _observer.Evaluated(new EvaluationReport(_state.Step, evaluation.Prompts, metrics));
        _hooks.Call(nameof(ITrainingHook.OnEvaluationAsync), hook => hook.OnEvaluationAsync(new(_context, _state.Step, metrics), abort));
    }

    private void Checkpoint(CancellationToken abort, bool keepOlder = false)
    {
        if (_checkpoints.LastStep == _state.Step) return;
        _observer.Phase("saving");
        var saved = _checkpoints.Save(_state, keepOlder);
        _journal.Event("checkpoint", _state.Step, new JsonObject { ["path"] = Path.GetRelativePath(_parts.Folder.Directory, saved) });
        _hooks.Call(nameof(ITrainingHook.OnCheckpointAsync), hook => hook.OnCheckpointAsync(new(_context, _state.Step, saved), abort));
    }

    private RunSummary End(string? stopReason)
    {
        var state = _checkpoints.State(_state);
        var summary = new RunSummary(
            _parts.Folder.Directory, _state.Step, _parts.Recipe.Training.Steps, stopReason, _state.Before,
            _lastEvaluation?.Metrics, _clock.Seconds, state.Seconds, _checkpoints.Last, _state.Step < _parts.Recipe.Training.Steps)
        {
            EvaluationPrompts = _lastEvaluation?.Prompts,
        };
        _journal.Event("ended", _state.Step, new JsonObject { ["reason"] = stopReason });
        _journal.Summary(_parts.Recipe.Name, _parts.Recipe.Seed, state, _rollouts.SampledTokens, summary);
        _observer.Ended(summary);
        return summary;
    }

    /// <summary>At the pace of all steps of this process: single steps differ too much to tell anything.</summary>
    private TimeSpan Remaining(long step) => TimeSpan.FromSeconds(
        Math.Min(1e9, _stepping.Elapsed.TotalSeconds / (step - _parts.State.Step) * (_parts.Recipe.Training.Steps - step)));

    private static (Prompt, Rollout)? Sample(long step, IReadOnlyList<RolloutGroup> groups)
    {
        if (groups.Count == 0) return null;
        var group = groups[(int)(step % groups.Count)];
        return (group.Prompt, group.Rollouts[0]);
    }
}

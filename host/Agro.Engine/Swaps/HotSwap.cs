using System.Diagnostics;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Swaps.Canaries;

namespace Agro.Engine.Swaps;

/// <summary>
/// Exchanges plugins and scripts while a run goes on. Its own thread finds, loads and tries new versions; the thread that runs the steps
/// puts them in use between two of them, all components of a plugin or none, and brings the last good version back when a new one fails.
/// Called by the thread that runs the steps only.
/// </summary>
internal sealed class HotSwap : IDisposable
{
    /// <summary>How long an old version may stay in memory before it is told.</summary>
    public static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<SwapUnit> _units;
    private readonly SwapSection _options;
    private readonly SwapReports _reports;
    private readonly SwapWatcher _watcher;
    private readonly SwapInputs _inputs = new();
    private readonly RetiredContexts _retired;
    private readonly Dictionary<SwapUnit, string> _failed = [];
    private int _exchanged;

    /// <summary>Starts to watch.</summary>
    /// <param name="units">What may be exchanged.</param>
    /// <param name="options">What the recipe says of it.</param>
    /// <param name="reports">Tells what became of new versions.</param>
    /// <param name="runDirectory">The run folder.</param>
    /// <param name="retired">Watches that old versions leave memory.</param>
    public HotSwap(IReadOnlyList<SwapUnit> units, SwapSection options, SwapReports reports, string runDirectory, RetiredContexts? retired = null)
    {
        (_units, _options, _reports, _retired) = (units, options, reports, retired ?? new(LongestStay));
        WatchesAlgorithm = units.Any(unit => unit.Slots.Any(slot => slot.Slot.Kind == ComponentKind.Algorithm));
        _watcher = new(units, options, _inputs, reports, _retired, new KeptVersions(runDirectory, reports.Warn));
        _watcher.Start();
    }

    /// <summary>Whether <see cref="Sample"/> has a use.</summary>
    public bool WatchesAlgorithm { get; }

    /// <summary>How many exchanges there were since this was last asked.</summary>
    public int TakeCount()
    {
        var count = _exchanged;
        _exchanged = 0;
        return count;
    }

    /// <summary>Brings back what failed, and puts new versions in use. No step is under way.</summary>
    /// <param name="stepsDone">Steps done.</param>
    public void AtBoundary(long stepsDone)
    {
        foreach (var (unit, reason) in _failed.ToList()) BringBack(unit, reason, redone: false);
        foreach (var unit in _units.Where(unit => unit.Probation?.Until <= stepsDone)) Confirm(unit);
        foreach (var swap in _watcher.TakeReady()) Exchange(swap, stepsDone);
        _inputs.Answer();
        foreach (var warning in _retired.Check()) _reports.Warn(warning);
    }

    /// <summary>Takes note of a finished step: new versions are tried on it, and those on probation judged by it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="metrics">Its metrics.</param>
    public void Finished(LastStep step, IReadOnlyDictionary<string, double> metrics)
    {
        _inputs.Last = step;
        if (metrics.TryGetValue("kl", out var kl) && kl > _options.MaxKl)
        {
            foreach (var unit in OnProbation(DecidesTraining))
                _failed.TryAdd(unit, FormattableString.Invariant($"after step {step.Step} the KL is {kl:0.####}, allowed is {_options.MaxKl} (plugins.swap.max_kl)"));
        }
    }

    /// <summary>Keeps a step's batch to try new versions of the algorithm on.</summary>
    /// <param name="batch">The batch, after the backward pass.</param>
    /// <param name="loss">The loss.</param>
    public void Sample(PolicyBatch batch, double loss) => _inputs.Leave(new AlgorithmSample(batch, loss));

    /// <summary>Judges rewards while a version is on probation.</summary>
    /// <param name="scored">The rollouts.</param>
    /// <exception cref="ProbationException">A reward function on probation failed, or rewards are out of the recipe's limits.</exception>
    public void Judge(ScoredRollouts scored)
    {
        foreach (var slot in OnProbation(_ => true).SelectMany(unit => unit.Slots).Where(slot => slot.Slot.Kind == ComponentKind.Reward))
        {
            var name = ((RewardReference)slot.Reference!).PartName;
            if (scored.FailuresOf.TryGetValue(name, out var failures)) throw new ProbationException(slot.Slot.Path, failures.Fault);
            var outside = scored.Groups.SelectMany(group => group.Rollouts)
                .FirstOrDefault(rollout => rollout.Reward < _options.MinReward || rollout.Reward > _options.MaxReward);
            if (outside is not null)
                throw new ProbationException(slot.Slot.Path, FormattableString.Invariant($"a reward is {outside.Reward:0.####}, outside the limits plugins.swap.min_reward and max_reward"));
        }
    }

    /// <summary>Takes note that a hook or tracker failed: on probation it goes back at the next boundary.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="fault">What happened.</param>
    public void Failed(ComponentSlot slot, string fault)
    {
        if (OnProbation(_ => true).FirstOrDefault(unit => unit.Slots.Any(other => other.Slot == slot)) is { } unit) _failed.TryAdd(unit, fault);
    }

    /// <summary>Brings back the last good version of what made a step fail, if anything is on probation.</summary>
    /// <param name="cause">What ended the step.</param>
    /// <param name="redone">Whether the step is done again; else it was finished, and what came after it failed.</param>
    /// <returns>Whether the run can go on.</returns>
    public bool BringBack(Exception cause, bool redone)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var suspects = OnProbation(DecidesTraining).ToList();
        var named = suspects.Where(unit => cause switch
        {
            PluginException fault => fault.Plugin == unit.Name,
            ProbationException fault => unit.Slots.Any(slot => slot.Slot.Path == fault.Slot),
            _ => false,
        }).ToList();
        foreach (var unit in named.Count > 0 ? named : suspects) BringBack(unit, cause.Message, redone);
        return suspects.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _inputs.Answer();
        _inputs.Dispose();
        foreach (var unit in _units) Drop(unit.Probation?.LastGood);
    }

    private void Exchange(StagedSwap swap, long stepsDone)
    {
        var (unit, version) = (swap.Unit, swap.Version);
        var old = unit.InUse;
        var start = Stopwatch.GetTimestamp();
        IReadOnlyList<string> notices;
        try
        {
            notices = ComponentExchange.Apply(version.Parts);
        }
        catch (PluginException exception)
        {
            Drop(version);
            _reports.Refused(unit, version.Hash, exception.Message, swap);
            return;
        }

        unit.Use(version);
        var stall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _exchanged++;
        long? until = _options.Probation > 0 ? stepsDone + _options.Probation : null;
        // The last good version is the one that passed its probation, however many follow it in the meantime.
        unit.Probation = until is not { } last ? null : unit.Probation is { } earlier ? earlier with { Until = last } : new(old, last);
        if (unit.Probation?.LastGood != old) Drop(old);
        foreach (var notice in notices) _reports.Warn(notice);
        _reports.Swapped(swap, old, stall, until);
    }

    private void Confirm(SwapUnit unit)
    {
        var old = unit.Probation!.LastGood;
        unit.Probation = null;
        _reports.Confirmed(unit);
        Drop(old);
    }

    private void BringBack(SwapUnit unit, string reason, bool redone)
    {
        _failed.Remove(unit);
        if (unit.Probation is not { } probation) return;
        var bad = unit.InUse;
        unit.Quarantine[bad.Hash] = true;
        probation.LastGood.PutBack();
        unit.Use(probation.LastGood);
        unit.Probation = null;
        _exchanged++;
        _reports.Back(unit, bad, reason, redone);
        Drop(bad);
    }

    private void Drop(UnitVersion? version)
    {
        foreach (var fault in version?.Discard(_retired) ?? []) _reports.Warn(fault);
    }

    private IEnumerable<SwapUnit> OnProbation(Func<SwapUnit, bool> which) => _units.Where(unit => unit.Probation is not null && which(unit));

    private static bool DecidesTraining(SwapUnit unit) =>
        unit.Slots.Any(slot => slot.Slot.Kind is ComponentKind.Reward or ComponentKind.DataSource or ComponentKind.Algorithm);
}

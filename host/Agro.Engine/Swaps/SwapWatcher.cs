using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Engine.Swaps;

/// <summary>
/// The thread that looks for new versions, loads and tries them beside those in use, and leaves the ones that pass for the next boundary
/// of a step. Nothing that it does holds up a step, and no fault of a plugin ends it.
/// </summary>
internal sealed class SwapWatcher : IDisposable
{
    /// <summary>How often files are looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan CollectEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLoad = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<SwapUnit> _units;
    private readonly SwapSection _options;
    private readonly SwapInputs _inputs;
    private readonly SwapReports _reports;
    private readonly RetiredContexts _retired;
    private readonly KeptVersions _kept;
    private readonly SwapTrial _trial;
    private readonly ConcurrentDictionary<SwapUnit, StagedSwap> _ready = [];
    private readonly Dictionary<SwapUnit, StagedSwap> _held = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <summary>Makes a watcher; <see cref="Start"/> sets it going.</summary>
    /// <param name="units">What may be exchanged.</param>
    /// <param name="options">What the recipe says of it.</param>
    /// <param name="inputs">What new versions are tried on.</param>
    /// <param name="reports">Tells what became of them.</param>
    /// <param name="retired">Takes what is let go of.</param>
    /// <param name="kept">Keeps the files of every version.</param>
    public SwapWatcher(
        IReadOnlyList<SwapUnit> units, SwapSection options, SwapInputs inputs, SwapReports reports, RetiredContexts retired, KeptVersions kept)
    {
        (_units, _options, _inputs, _reports, _retired, _kept) = (units, options, inputs, reports, retired, kept);
        _trial = new(inputs, options);
        _thread = new Thread(Run) { IsBackground = true, Name = "hot swap" };
    }

    /// <summary>Sets it going.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes the versions that passed, which are the caller's from then on.</summary>
    public IReadOnlyList<StagedSwap> TakeReady() => _ready.IsEmpty
        ? []
        : [.. _units.Select(unit => _ready.TryRemove(unit, out var swap) ? swap : null).OfType<StagedSwap>()];

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        // A plugin that does not come back must not keep the run from ending.
        if (_thread.IsAlive && !_thread.Join(LongestEnd)) return;
        foreach (var swap in TakeReady().Concat(_held.Values)) swap.Version.Discard(_retired);
        _stop.Dispose();
    }

    private void Run()
    {
        var collected = Stopwatch.GetTimestamp();
        KeepFirst();
        SwapAnswer.Take(_kept.RunDirectory);
        while (!_stop.Token.WaitHandle.WaitOne(LookEvery))
        {
            // Without rollouts there is nothing to try a new version on: those of before the first step's end are seen after it.
            if (_inputs.Last is null) continue;
            foreach (var unit in _units) Look(unit);
            if (_held.Count > 0 && SwapAnswer.Take(_kept.RunDirectory) is { } answer) Take(answer);
            if (Stopwatch.GetElapsedTime(collected) < CollectEvery) continue;
            _retired.Collect();
            collected = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Not inlined: the frame of a method that never returns would keep the first versions in memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void KeepFirst()
    {
        foreach (var unit in _units) _kept.Keep(unit, unit.InUse);
    }

    private void Look(SwapUnit unit)
    {
        try
        {
            if (unit.Watch.Look() is not { } change || unit.Quarantine.ContainsKey(change.Hash)) return;
            if (unit.Pinned is { } pinned) _reports.Refused(unit, change.Hash, $"its files have changed, but {pinned}");
            else if (change.Problem is { } problem) _reports.Refused(unit, change.Hash, problem);
            // What a plugin leaves in the flow of the call, such as an AsyncLocal, would keep it in memory: it ends with the call.
            else ExecutionContext.Run(ExecutionContext.Capture()!, _ => Stage(unit, change.Hash), null);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run is over.
        }
#pragma warning disable CA1031 // A fault of our own here must not end hot swap for the rest of the run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _reports.Warn($"{unit.Name}: a new version cannot be looked at: {PluginFault.Describe(exception)}");
        }
    }

    private void Stage(SwapUnit unit, string hash)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            var version = Load(unit);
            if (version.Hash == unit.InUse.Hash) version.Discard(_retired);
            else Stage(unit, version, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        catch (AgroException exception)
        {
            _reports.Refused(unit, hash, exception.Message);
        }
    }

    /// <summary>Loads a version; one whose constructor does not come back is left behind.</summary>
    private UnitVersion Load(SwapUnit unit)
    {
        var load = Task.Run(() => unit.Load(_retired, _stop.Token));
        try
        {
            return load.WaitAsync(LongestLoad, _stop.Token).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !load.IsCompleted)
        {
            load.ContinueWith(late => late.Result.Discard(_retired), default, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            if (exception is TimeoutException) throw new AgroException($"{unit.Name}: loading it took longer than {LongestLoad.TotalMinutes:0} minutes");
            throw;
        }
    }

    private void Stage(SwapUnit unit, UnitVersion version, double loadSeconds)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var canaries = _trial.Try(unit, version, _stop.Token);
            var swap = new StagedSwap(unit, version, canaries)
            {
                WrittenAt = unit.Files().Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.UtcNow).Max(),
                LoadSeconds = loadSeconds,
                CanarySeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            };
            _kept.Keep(unit, version);
            if (swap.Violations.IsEmpty || _options.OnViolation == SwapViolation.Accept) Offer(swap);
            else if (_options.OnViolation == SwapViolation.Ask) Hold(swap);
            else Refuse(swap, string.Join("; ", swap.Violations));
        }
        catch
        {
            version.Discard(_retired);
            throw;
        }
    }

    /// <summary>Leaves a version for the next boundary, in the place of an older one that was not taken yet.</summary>
    private void Offer(StagedSwap swap)
    {
        if (_held.Remove(swap.Unit, out var held)) held.Version.Discard(_retired);
        if (_ready.TryRemove(swap.Unit, out var older)) older.Version.Discard(_retired);
        _ready[swap.Unit] = swap;
    }

    private void Hold(StagedSwap swap)
    {
        if (_held.Remove(swap.Unit, out var older)) older.Version.Discard(_retired);
        _held[swap.Unit] = swap;
        _reports.Held(swap, _kept.RunDirectory);
    }

    private void Refuse(StagedSwap swap, string reason)
    {
        _reports.Refused(swap.Unit, swap.Version.Hash, reason, swap);
        swap.Version.Discard(_retired);
    }

    private void Take(SwapAnswer answer)
    {
        foreach (var swap in _held.Values.Where(answer.IsAbout).ToList())
        {
            _held.Remove(swap.Unit);
            if (answer.Accept) _ready[swap.Unit] = swap;
            else Refuse(swap, "refused by answer");
        }
    }
}

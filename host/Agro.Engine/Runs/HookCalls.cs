using Agro.Engine.Hooks;
using Agro.Engine.Plugins;

namespace Agro.Engine.Runs;

/// <summary>A hook of the recipe.</summary>
/// <param name="Slot">Where it is.</param>
/// <param name="Limit">How long a call of it may take.</param>
internal sealed record RunHook(ComponentSlot Slot, HookLimit Limit);

/// <summary>
/// Calls hooks so that a failing one costs a warning, and one that does not come back its time limit, never the run. Each distinct fault
/// is told once. A newer version of a hook that was disabled is called again.
/// </summary>
/// <param name="hooks">The hooks, in the recipe's order.</param>
/// <param name="watchdog">Tells of late calls.</param>
/// <param name="failed">Learns of a hook that failed: where it is, what happened, what comes of it.</param>
internal sealed class HookCalls(IReadOnlyList<RunHook> hooks, HookWatchdog watchdog, Action<ComponentSlot, string, string> failed) : IDisposable
{
    private readonly HashSet<string> _told = [];
    private readonly (ComponentVersion Version, TimedHook Hook)?[] _timed = new (ComponentVersion, TimedHook)?[hooks.Count];

    /// <summary>How many calls have failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Calls every hook.</summary>
    /// <param name="phase">The phase, such as <c>OnStep</c>.</param>
    /// <param name="call">The call.</param>
    public void Call(string phase, Func<ITrainingHook, ValueTask> call)
    {
        for (var i = 0; i < _timed.Length; i++)
        {
            var slot = hooks[i].Slot;
            var hook = Timed(i);
            if (hook.Disabled) continue;
            try
            {
                call(hook).AsTask().GetAwaiter().GetResult();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Failures++;
                var fault = exception is PluginException plugin ? plugin.Detail : PluginFault.Describe(exception);
                var text = $"hook {slot.Origin.Name}: {phase}: {fault}";
                if (_told.Add($"{slot.Origin.Hash} {text}")) failed(slot, text, "the run goes on; told once");
            }

            // What is still running must not be asked for its state, nor disposed.
            if (hook.Disabled) slot.Current.GiveUp();
        }
    }

    /// <summary>Forgets versions that are in use no more: called at boundaries, so that none is kept in memory for its next call.</summary>
    public void Refresh()
    {
        for (var i = 0; i < _timed.Length; i++) Timed(i);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var timed in _timed) timed?.Hook.Dispose();
    }

    private TimedHook Timed(int index)
    {
        var (slot, limit) = hooks[index];
        var version = slot.Current;
        if (_timed[index] is { } timed && timed.Version == version) return timed.Hook;
        _timed[index]?.Hook.Dispose();
        var next = new TimedHook(slot.Origin.Name, (ITrainingHook)version.Component, limit, watchdog);
        _timed[index] = (version, next);
        return next;
    }
}

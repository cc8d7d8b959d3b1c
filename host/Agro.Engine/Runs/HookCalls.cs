using Agro.Engine.Plugins;

namespace Agro.Engine.Runs;

/// <summary>A hook of the recipe.</summary>
/// <param name="Name">Its name for a person: the script's path or the component's name.</param>
/// <param name="Slot">Where it is.</param>
/// <param name="Fault">Turns what it threw into text with file and line.</param>
internal sealed record RunHook(string Name, ComponentSlot Slot, Func<Exception, string> Fault);

/// <summary>Calls hooks so that a failing one costs a warning, never the run. Each distinct fault is told once.</summary>
/// <param name="hooks">The hooks, in the recipe's order.</param>
/// <param name="failed">Learns of a hook that failed.</param>
internal sealed class HookCalls(IReadOnlyList<RunHook> hooks, Action<ComponentSlot, string> failed)
{
    private readonly HashSet<string> _told = [];

    /// <summary>How many calls have failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Calls every hook.</summary>
    /// <param name="phase">The phase, such as <c>OnStep</c>.</param>
    /// <param name="call">The call.</param>
    public void Call(string phase, Func<ITrainingHook, ValueTask> call)
    {
        foreach (var hook in hooks)
        {
            try
            {
                call((ITrainingHook)hook.Slot.Component).AsTask().GetAwaiter().GetResult();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Failures++;
                var text = $"hook {hook.Name}: {phase}: {hook.Fault(exception)}";
                if (_told.Add($"{hook.Slot.Origin.Hash} {text}")) failed(hook.Slot, $"{text} (the run goes on; told once)");
            }
        }
    }
}

using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>The actions of a script for one phase, in its order. Where none of them awaits, running them makes no object.</summary>
/// <typeparam name="T">What the actions get.</typeparam>
internal sealed class PhaseActions<T>
{
    private readonly List<PhaseAction> registered = [];

    /// <summary>An action, which is one or the other.</summary>
    private readonly record struct PhaseAction(Action<T>? Plain, Func<T, Task>? Awaited);

    public void Add(Action<T> action) => registered.Add(new(action, null));

    public void Add(Func<T, Task> action) => registered.Add(new(null, action));

    public void Clear() => registered.Clear();

    /// <summary>Runs the actions one after another; a fault of one keeps none of the others from running.</summary>
    /// <param name="context">What they get.</param>
    /// <param name="script">The script, as messages show it.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="cancellationToken">Gives up waiting for an action that awaits.</param>
    /// <exception cref="PluginException">Actions threw; it says which.</exception>
    public ValueTask RunAsync(T context, string script, string phase, CancellationToken cancellationToken)
    {
        List<string>? faults = null;
        for (var index = 0; index < registered.Count; index++)
        {
            if (Start(registered[index], context, ref faults) is { } pending)
            {
                return new(FinishAsync(new(index, pending, context, faults), script, phase, cancellationToken));
            }
        }

        return faults is null ? default : throw new PluginException(script, "hook", phase, string.Join('\n', faults));
    }

    /// <summary>Where an action began to wait.</summary>
    private sealed record Waiting(int Index, Task Pending, T Context, List<string>? Faults);

    private async Task FinishAsync(Waiting waiting, string script, string phase, CancellationToken cancellationToken)
    {
        var (index, pending, faults) = (waiting.Index, waiting.Pending, waiting.Faults);
        while (true)
        {
            if (await FaultOfAsync(pending, cancellationToken) is { } fault) (faults ??= []).Add(fault);
            Task? next = null;
            while (next is null && ++index < registered.Count) next = Start(registered[index], waiting.Context, ref faults);
            if (next is null) break;
            pending = next;
        }

        if (faults is not null) throw new PluginException(script, "hook", phase, string.Join('\n', faults));
    }

    /// <summary>Starts one action. Not inlined, so that no exception of the script stays in a local of its caller.</summary>
    /// <returns>What to wait for; null when it is done.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task? Start(PhaseAction action, T context, ref List<string>? faults)
    {
        try
        {
            if (action.Awaited is null)
            {
                action.Plain!(context);
                return null;
            }

            return action.Awaited(context) is { IsCompletedSuccessfully: false } pending ? pending : null;
        }
#pragma warning disable CA1031 // Whatever a script throws is its own fault, reported as such.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            (faults ??= []).Add(PluginFault.Describe(exception));
            return null;
        }
    }

    private static async Task<string?> FaultOfAsync(Task pending, CancellationToken cancellationToken)
    {
        try
        {
            await pending.WaitAsync(cancellationToken);
            return null;
        }
#pragma warning disable CA1031 // Whatever a script throws is its own fault, reported as such.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return PluginFault.Describe(exception);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Agro.Engine.Plugins;

/// <summary>
/// The place of one component of a run, in which a newer version can take its place between two steps. Read
/// <see cref="Component"/> once a step and use that for the whole step.
/// </summary>
/// <typeparam name="T">The contract of the component.</typeparam>
public sealed class ComponentSlot<T> where T : class
{
    private volatile Occupant occupant;

    /// <summary>Makes a slot.</summary>
    /// <param name="component">The component.</param>
    /// <param name="description">Where it comes from.</param>
    public ComponentSlot(T component, ComponentDescription description) => occupant = Occupy(component, description);

    /// <summary>The component in use.</summary>
    public T Component => occupant.Component;

    /// <summary>The component's name in recipes.</summary>
    public string Name => occupant.Name;

    /// <summary>The hash of the files of the plugin in use, in lower-case hexadecimal.</summary>
    public string PluginHash => occupant.Hash;

    /// <summary>
    /// Puts another component into the slot, with the state of the one that was there, and disposes that one. Called between
    /// steps by the training thread, never during a call of the component. The old plugin is retired by whoever swaps, once all
    /// slots that use it are replaced.
    /// </summary>
    /// <param name="next">The component to use from now on.</param>
    /// <param name="description">Where it comes from.</param>
    /// <returns>What a person should know about it, a line each.</returns>
    /// <exception cref="PluginException">The state could not be saved or was refused: the old component stays.</exception>
    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(T next, ComponentDescription description)
    {
        var candidate = Occupy(next, description);
        List<string> notices = [];
        if (Save(occupant) is { } state && !Load(candidate, state))
        {
            notices.Add($"{candidate.Plugin}: {candidate.Name}: its new version takes no state, so that of the old one is lost");
        }

        var old = Interlocked.Exchange(ref occupant, candidate);
        if (await DisposeAsync(old) is { } fault) notices.Add(fault.Message);
        return notices;
    }

    private static Occupant Occupy(T component, ComponentDescription description) =>
        new(component, DisplayPath.Of(description.PluginPath), description.Name, description.PluginHash);

    /// <summary>Saves state as text, as a checkpoint does, so that no object of the old plugin crosses.</summary>
    private static (int Version, string Data)? Save(Occupant old)
    {
        if (old.Component is not IStateful stateful) return null;
        var saved = (Version: 0, Data: "");
        Guard(old, "SaveState", () =>
        {
            var state = stateful.SaveState();
            saved = (state.Version, state.Data.ToJsonString());
        });
        return saved;
    }

    private static bool Load(Occupant next, (int Version, string Data) state)
    {
        if (next.Component is not IStateful stateful) return false;
        Guard(next, "LoadState", () => stateful.LoadState(new ComponentState(state.Version, JsonNode.Parse(state.Data)!.AsObject())));
        return true;
    }

    private static void Guard(Occupant occupant, string phase, Action action)
    {
        if (Fault(occupant, phase, action) is { } fault) throw fault;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PluginException? Fault(Occupant occupant, string phase, Action action)
    {
        try
        {
            action();
            return null;
        }
#pragma warning disable CA1031 // Whatever a plugin throws keeps the old component, and is reported as the plugin's fault.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return PluginFault.From(exception, occupant.Plugin, occupant.Name, phase);
        }
    }

    private static async ValueTask<PluginException?> DisposeAsync(Occupant old)
    {
        try
        {
            if (old.Component is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else if (old.Component is IDisposable disposable) disposable.Dispose();
            return null;
        }
#pragma warning disable CA1031 // The exchange is done: a component that fails at going is a notice.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return PluginFault.From(exception, old.Plugin, old.Name, "Dispose");
        }
    }

    private sealed record Occupant(T Component, string Plugin, string Name, string Hash);
}

using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Agro.Engine.Plugins;

/// <summary>What a component remembers, as text, as in a checkpoint: no object of one version reaches another.</summary>
/// <param name="Version">The version of the state's shape.</param>
/// <param name="Data">JSON.</param>
public sealed record SavedState(int Version, string Data);

/// <summary>
/// An instance of a component with where it comes from. It keeps its plugin in memory. What the component throws comes out as
/// <see cref="PluginException"/>, which holds text only.
/// </summary>
/// <param name="component">The component.</param>
/// <param name="origin">Where it comes from.</param>
public sealed class ComponentVersion(object component, ComponentOrigin origin)
{
    private volatile bool givenUp;

    /// <summary>The component.</summary>
    public object Component { get; } = component;

    /// <summary>Where it comes from.</summary>
    public ComponentOrigin Origin { get; } = origin;

    /// <summary>Whether it remembers something between steps.</summary>
    public bool IsStateful => Component is IStateful && !givenUp;

    /// <summary>Takes note that a call of it did not come back: it is not called again, not even for its state.</summary>
    internal void GiveUp() => givenUp = true;

    /// <summary>Takes a copy of what the component remembers.</summary>
    /// <returns>The state; null when it remembers nothing.</returns>
    /// <exception cref="PluginException">The component failed to say.</exception>
    public SavedState? SaveState()
    {
        if (givenUp || Component is not IStateful stateful) return null;
        SavedState? saved = null;
        Guard("SaveState", () =>
        {
            var state = stateful.SaveState();
            saved = new(state.Version, state.Data.ToJsonString());
        });
        return saved;
    }

    /// <summary>Gives the component what it, or another version of it, remembered.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether it takes any.</returns>
    /// <exception cref="PluginException">It refused this one.</exception>
    public bool LoadState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Component is not IStateful stateful) return false;
        Guard("LoadState", () => stateful.LoadState(new ComponentState(state.Version, JsonNode.Parse(state.Data)!.AsObject())));
        return true;
    }

    /// <summary>Disposes the component, which must be in no slot any more.</summary>
    /// <returns>What it threw; null when all went well.</returns>
    public PluginException? Dispose() => givenUp ? null : Fault("Dispose", () =>
    {
        if (Component is IAsyncDisposable asynchronous) asynchronous.DisposeAsync().AsTask().GetAwaiter().GetResult();
        else if (Component is IDisposable disposable) disposable.Dispose();
    });

    /// <summary>Calls into the component.</summary>
    /// <param name="phase">What it does, for messages.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="PluginException">It threw.</exception>
    public void Guard(string phase, Action call)
    {
        if (Fault(phase, call) is { } fault) throw fault;
    }

    /// <summary>Not inlined, so that no exception of the plugin stays in a local of its caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private PluginException? Fault(string phase, Action call)
    {
        try
        {
            call();
            return null;
        }
#pragma warning disable CA1031 // Whatever a plugin throws is reported as the plugin's fault.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return PluginFault.From(exception, Origin.Plugin, Origin.Name, phase);
        }
    }
}

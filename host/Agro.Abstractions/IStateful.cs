using System.Text.Json.Nodes;

namespace Agro;

/// <summary>
/// A component that remembers something between steps. The same state serves resuming and hot swapping: it is JSON, so that no type
/// of a plugin outlives the plugin.
/// </summary>
public interface IStateful
{
    /// <summary>Takes a copy of the state.</summary>
    /// <returns>The state.</returns>
    ComponentState SaveState();

    /// <summary>Takes over a state, which an older version of the component may have saved.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="NotSupportedException">The state cannot be taken over: a swap is then called off.</exception>
    void LoadState(ComponentState state);
}

/// <summary>The state of a component.</summary>
/// <param name="Version">The version of the state's shape, chosen by the component.</param>
/// <param name="Data">The state.</param>
public sealed record ComponentState(int Version, JsonObject Data);

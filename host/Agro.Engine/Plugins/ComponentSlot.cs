namespace Agro.Engine.Plugins;

/// <summary>
/// The place of one component of a run, in which another version can take its place between two steps. Read it once a step and use
/// that for the whole step.
/// </summary>
/// <param name="path">The place in the recipe, such as <c>rewards/format</c>.</param>
/// <param name="kind">What the component does in a run.</param>
/// <param name="first">The component to begin with.</param>
public sealed class ComponentSlot(string path, ComponentKind kind, ComponentVersion first)
{
    private volatile ComponentVersion current = first;

    /// <summary>The place in the recipe, such as <c>rewards/format</c>.</summary>
    public string Path => path;

    /// <summary>What the component does in a run.</summary>
    public ComponentKind Kind => kind;

    /// <summary>The version in use.</summary>
    public ComponentVersion Current => current;

    /// <summary>The component in use.</summary>
    public object Component => current.Component;

    /// <summary>Where the version in use comes from.</summary>
    public ComponentOrigin Origin => current.Origin;

    /// <summary>
    /// Puts another version into the slot. Called between steps by the thread that runs them, never during a call of the component;
    /// <see cref="ComponentExchange"/> brings the state over.
    /// </summary>
    /// <param name="next">The version to use from now on.</param>
    internal void Put(ComponentVersion next) => current = next;
}

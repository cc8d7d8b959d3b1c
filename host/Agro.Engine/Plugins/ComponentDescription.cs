using System.Reflection;

namespace Agro.Engine.Plugins;

/// <summary>What a component does in a run.</summary>
public enum ComponentKind
{
    /// <summary>Scores completions.</summary>
    Reward,

    /// <summary>Gives prompts.</summary>
    DataSource,

    /// <summary>Computes the loss.</summary>
    Algorithm,

    /// <summary>Takes metrics somewhere.</summary>
    Tracker,

    /// <summary>Runs between the phases of a step.</summary>
    Hook,
}

/// <summary>
/// A component that a plugin offers. It holds types of the plugin, so it must not outlive the plugin's generation.
/// </summary>
public sealed record ComponentDescription
{
    /// <summary>What it does in a run.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>Its name in recipes, after <c>use:</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences from its documentation; empty when there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The class.</summary>
    public required Type ComponentType { get; init; }

    /// <summary>The record that its constructor takes; null when it takes nothing.</summary>
    public Type? OptionsType { get; init; }

    /// <summary>The DLL or script that it came from.</summary>
    public required string PluginPath { get; init; }

    /// <summary>The plugin's version, as its assembly says.</summary>
    public string PluginVersion { get; init; } = "";

    /// <summary>The hash of the plugin's files, in hexadecimal.</summary>
    public string PluginHash { get; init; } = "";

    /// <summary>Looks up the documentation of an option, of a member of an options enum or of a type; null where there is none.</summary>
    public Func<MemberInfo, string?> Documentation { get; init; } = _ => null;
}

/// <summary>The components that a recipe may use.</summary>
public interface IComponentCatalog
{
    /// <summary>All components.</summary>
    IReadOnlyList<ComponentDescription> Components { get; }

    /// <summary>Finds a component.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="name">Its name in recipes.</param>
    /// <returns>The component, or null.</returns>
    ComponentDescription? Find(ComponentKind kind, string name);
}

namespace Agro.Engine.Recipes;

/// <summary>Code that runs between the phases of a step: a script or a component.</summary>
public sealed record HookReference
{
    /// <summary>A C# script (<c>.csx</c>), in full; null for a component.</summary>
    [PathOption]
    public string? Script { get; init; }

    /// <summary>A hook from a plugin; null for a script.</summary>
    public ComponentReference? Component { get; internal init; }
}

using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>Code that runs between the phases of a step: a script or a component.</summary>
public sealed record HookReference
{
    /// <summary>How many seconds a call of a hook may take when its recipe does not say.</summary>
    public const double DefaultTimeLimit = 60;

    /// <summary>A C# script (<c>.csx</c>), in full; null for a component.</summary>
    [PathOption]
    public string? Script { get; init; }

    /// <summary>How many seconds one call of the hook may take before on_timeout holds.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double TimeLimit { get; init; } = DefaultTimeLimit;

    /// <summary>What happens to a call that takes longer than time_limit.</summary>
    public HookTimeout OnTimeout { get; init; }

    /// <summary>A hook from a plugin; null for a script.</summary>
    public HookComponentReference? Component { get; internal init; }
}

/// <summary>A hook from a plugin that a recipe uses.</summary>
public sealed record HookComponentReference : ComponentReference
{
    /// <summary>How many seconds one call of the hook may take before on_timeout holds.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double TimeLimit { get; init; } = HookReference.DefaultTimeLimit;

    /// <summary>What happens to a call that takes longer than time_limit.</summary>
    public HookTimeout OnTimeout { get; init; }
}

/// <summary>What happens to a call of a hook that takes too long.</summary>
public enum HookTimeout
{
    /// <summary>It is told, once a call, and the run goes on waiting.</summary>
    Report,

    /// <summary>The run goes on without the hook for good; what the call still does no longer reaches the run.</summary>
    Disable,
}

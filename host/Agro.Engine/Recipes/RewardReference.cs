using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>A reward function that a recipe uses.</summary>
public sealed record RewardReference : ComponentReference
{
    /// <summary>Its share in the weighted sum that is the reward. A negative weight makes it a penalty; 0 only logs it.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What metrics and hooks call it. The component's name by default; needed when a component is used twice.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]*", ErrorMessage = "must be letters, digits, '.', '_' or '-'")]
    public string? Name { get; init; }

    /// <summary>What metrics and hooks call it.</summary>
    public string PartName => Name ?? Use;
}

using System.Collections.Immutable;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>A value that a point of the grid takes.</summary>
/// <param name="Axis">What it is a value of, such as <c>training.learning_rate</c>.</param>
/// <param name="Value">The value in short, such as <c>3e-4</c>.</param>
public sealed record SweepChoice(string Axis, string Value);

/// <summary>A point of the grid of a variant: runs of it differ in their seed only.</summary>
public sealed record SweepPoint
{
    /// <summary>The variant; empty when the sweep has none.</summary>
    public required string Variant { get; init; }

    /// <summary>The values, in the order of the grid.</summary>
    public required ImmutableArray<SweepChoice> Choices { get; init; }

    /// <summary>Names the point in tables, such as <c>agro learning_rate=3e-4</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Names the point in file names.</summary>
    internal string FileName { get; init; } = "";

    /// <summary>What it sets in the recipe.</summary>
    internal ImmutableArray<RecipeSetting> Settings { get; init; } = [];
}

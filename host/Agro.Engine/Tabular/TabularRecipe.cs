using System.ComponentModel.DataAnnotations;
using Agro.Engine.Recipes;

namespace Agro.Engine.Tabular;

/// <summary>
/// An experiment without a language model: algorithms descend the exact gradients of their losses over the logits of a softmax policy
/// with a handful of completions, and are measured by their distance from the optimum (Tang et al. 2025, arXiv 2503.19612, Figure 1).
/// </summary>
public sealed record TabularRecipe
{
    /// <summary>Names the run and its folder.</summary>
    [RegularExpression(NameRule.Pattern, ErrorMessage = NameRule.FolderFault)]
    public required string Name { get; init; }

    /// <summary>Decides the rewards and reference logits that are not given.</summary>
    [Range(0, double.PositiveInfinity)]
    public long Seed { get; init; }

    /// <summary>The problem, and what is tried on it.</summary>
    public required TabularSection Tabular { get; init; }

    /// <summary>Plugins to load. Nothing is exchanged while such an experiment goes on, whatever <c>swap</c> says.</summary>
    public PluginsSection Plugins { get; init; } = new();
}

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Agro.Engine.Comparison;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>A recipe run over a grid of settings and several seeds.</summary>
internal sealed record SweepFile
{
    /// <summary>Names the sweep and its folder.</summary>
    [RegularExpression(NameRule.Pattern, ErrorMessage = NameRule.FolderFault)]
    public required string Sweep { get; init; }

    /// <summary>The recipe of the runs: the path of a file, or the recipe itself.</summary>
    public required RecipeNode Recipe { get; init; }

    /// <summary>Every setting is run with each of these seeds.</summary>
    [Range(0, double.PositiveInfinity)]
    [MinLength(1, ErrorMessage = "must name at least one seed")]
    public required ImmutableArray<long> Seeds { get; init; }

    /// <summary>
    /// Values to combine, each with each. By the path of the recipe that they are for: a list, or a mapping of names to values. By a
    /// name of your own: a mapping of names to mappings of paths to values.
    /// </summary>
    public RecipeMapping? Grid { get; init; }

    /// <summary>
    /// Alternatives by name, each a mapping of the recipe's paths to values, which are set before those of the grid. A <c>grid</c> among
    /// them replaces parts of the grid, or with null leaves them out.
    /// </summary>
    public RecipeMapping? Variants { get; init; }

    /// <summary>Chooses one point of the grid for each variant, on seeds of its own.</summary>
    public TuneSection? Tune { get; init; }

    /// <summary>How many runs go on at the same time, each a process of its own.</summary>
    [Range(1, 1024)]
    public int Parallel { get; init; } = 1;

    /// <summary>Threads of each run. Results on a CPU depend on their number in the last bits.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>The metrics of the table; those of evaluations as <c>eval/NAME</c>. By default those of the evaluation, and the reward.</summary>
    public ImmutableArray<string> Metric { get; init; } = [];
}

/// <summary>How a sweep chooses one point of the grid for each variant.</summary>
internal sealed record TuneSection
{
    /// <summary>The seeds that the grid is run with. Others than those of the sweep, or the choice flatters the result.</summary>
    [Range(0, double.PositiveInfinity)]
    [MinLength(1, ErrorMessage = "must name at least one seed")]
    public required ImmutableArray<long> Seeds { get; init; }

    /// <summary>What decides, as its mean over the seeds.</summary>
    public required string Metric { get; init; }

    /// <summary>Which values are better.</summary>
    public MetricGoal Goal { get; init; }

    /// <summary>Which value of a run counts.</summary>
    public MetricAt At { get; init; } = MetricAt.Last;

    /// <summary>Settings of the runs that decide, such as fewer steps: a mapping of the recipe's paths to values.</summary>
    public RecipeMapping? Set { get; init; }
}

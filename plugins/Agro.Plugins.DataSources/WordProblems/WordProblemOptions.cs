using System.ComponentModel.DataAnnotations;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.WordProblems;

/// <summary>Options of <c>word-problems</c>.</summary>
internal sealed record WordProblemOptions : ProblemOptions
{
    /// <summary>
    /// The easiest level: 1 one step of adding or taking away; 2 two such steps; 3 boxes of several as well; 4 an equal sharing at the end; 5
    /// also a comparison, and a number that does not matter.
    /// </summary>
    [Range(1, 5)]
    public int MinLevel { get; init; } = 1;

    /// <summary>The hardest level.</summary>
    [Range(1, 5)]
    public int MaxLevel { get; init; } = 5;

    /// <summary>The largest number that a story begins with.</summary>
    [Range(10, 100_000)]
    public int MaxNumber { get; init; } = 30;

    /// <summary>Whether demonstrations show the steps, one a line, before the final answer.</summary>
    public bool Steps { get; init; } = true;
}

using System.Collections.Immutable;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Tabular;

/// <summary>Draws the problems of an experiment.</summary>
internal static class ProblemDraw
{
    private const long ForRewards = 1, ForLogits = 2;

    /// <summary>Makes a problem of a recipe: what is given as it is, the rest from standard normal distributions.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="draw">Which problem, counted from 0. It does not depend on how many there are.</param>
    public static TabularProblem Of(TabularRecipe recipe, int draw)
    {
        var section = recipe.Tabular;
        return new(
            section.Rewards.IsEmpty ? Normal(recipe.Seed, draw, ForRewards, section.Size) : section.Rewards,
            section.ReferenceLogits.IsEmpty ? Normal(recipe.Seed, draw, ForLogits, section.Size) : section.ReferenceLogits,
            section.Beta);
    }

    private static ImmutableArray<double> Normal(long seed, int draw, long purpose, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Normal(Uniform(seed, draw, purpose, i, 0), Uniform(seed, draw, purpose, i, 1)))];

    /// <summary>Box and Muller (1958).</summary>
    private static double Normal(double first, double second) => Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second);

    /// <summary>Above 0 and at most 1.</summary>
    private static double Uniform(long seed, params ReadOnlySpan<long> counters) =>
        (((ulong)CounterRandom.Mix(seed, counters) >> 11) + 1) * (1.0 / (1UL << 53));
}

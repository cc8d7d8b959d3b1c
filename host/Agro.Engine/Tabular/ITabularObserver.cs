using System.Collections.Immutable;

namespace Agro.Engine.Tabular;

/// <summary>Follows a tabular experiment.</summary>
public interface ITabularObserver
{
    /// <summary>It starts.</summary>
    /// <param name="plan">The recipe.</param>
    /// <param name="directory">The run folder, absolute.</param>
    void Started(TabularPlan plan, string directory);

    /// <summary>An algorithm is done with one behavior policy.</summary>
    /// <param name="curve">What became of it.</param>
    void Finished(TabularCurve curve);
}

/// <summary>What came out of a tabular experiment.</summary>
/// <param name="Plan">The recipe.</param>
/// <param name="Directory">The run folder, absolute.</param>
/// <param name="Curves">Each algorithm with each behavior policy, in the recipe's order.</param>
public sealed record TabularResult(TabularPlan Plan, string Directory, ImmutableArray<TabularCurve> Curves);

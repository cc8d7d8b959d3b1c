using System.Collections.Immutable;
using System.Globalization;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Engine.Tabular;

/// <summary>Makes the algorithms of an experiment, and refuses those whose expected gradient is not what enumerated groups give.</summary>
internal static class TabularAlgorithms
{
    private const AlgorithmNeeds Missing = AlgorithmNeeds.Entropy | AlgorithmNeeds.Values | AlgorithmNeeds.Demonstrations;

    /// <summary>Makes the algorithms. libtorch must be loaded.</summary>
    /// <param name="plan">The recipe.</param>
    /// <exception cref="RecipeException">An algorithm does not fit the experiment.</exception>
    /// <exception cref="InputException">An algorithm refuses its options.</exception>
    /// <exception cref="PluginException">An algorithm failed.</exception>
    public static ImmutableArray<TabularAlgorithm> Make(TabularPlan plan)
    {
        var section = plan.Recipe.Tabular;
        var labels = AlgorithmLabels.Of(section.Algorithms);
        var faults = new FaultList();
        var algorithms = ImmutableArray.CreateBuilder<TabularAlgorithm>();
        foreach (var (reference, label) in section.Algorithms.Zip(labels))
        {
            var description = plan.Catalog.Find(ComponentKind.Algorithm, reference.Use)!;
            var component = ComponentFactory.Create<IPolicyGradientAlgorithm>(description, reference.CreateOptions(description));
            var algorithm = new TabularAlgorithm(label, description, component);
            if (WhyNot(algorithm, section) is { } reason) faults.Add(reference.Fault($"'{reference.Use}' {reason}"));
            algorithms.Add(algorithm);
        }

        faults.ThrowIfAny();
        return algorithms.ToImmutable();
    }

    /// <summary>Algorithms whose KL coefficient has another optimum than distances are measured to, a line each.</summary>
    /// <param name="plan">The recipe.</param>
    public static IEnumerable<string> Notices(TabularPlan plan)
    {
        var section = plan.Recipe.Tabular;
        foreach (var reference in section.Algorithms)
        {
            var options = reference.CreateOptions(plan.Catalog.Find(ComponentKind.Algorithm, reference.Use)!);
            if (options?.GetType().GetProperty("Beta")?.GetValue(options) is double beta && beta != section.Beta)
                yield return string.Create(CultureInfo.InvariantCulture, $"{reference.Path}: the beta of '{reference.Use}' is {beta}, but distances are measured to the optimum of tabular.beta, {section.Beta}");
        }
    }

    private static string? WhyNot(TabularAlgorithm algorithm, TabularSection section)
    {
        var needs = algorithm.Component.Needs;
        if ((needs & Missing) != AlgorithmNeeds.None)
            return string.Create(CultureInfo.InvariantCulture, $"needs {(needs & Missing).ToString().ToLowerInvariant()}, which a tabular experiment does not have");
        if (needs.HasFlag(AlgorithmNeeds.OnPolicy) && section.Behavior.Contains(BehaviorPolicy.Reference))
            return $"is only valid for completions of the present policy: set tabular.behavior to [policy]{Reason(algorithm.Component)}";
        return GroupwiseCheck.Holds(algorithm)
            ? null
            : "is no mean over groups: what it makes of one group depends on the rest of the batch, or on its size. Its expected gradient cannot be enumerated by groups";
    }

    private static string Reason(IPolicyGradientAlgorithm algorithm) => algorithm.DataReason is { Length: > 0 } reason ? $" ({reason})" : "";
}

using System.Collections.Immutable;
using System.Globalization;
using Agro.Engine.Recipes;

namespace Agro.Engine.Tabular;

/// <summary>Checks that concern several parts of a tabular recipe.</summary>
internal sealed class TabularChecks(RecipeDocument document, FaultList faults)
{
    /// <summary>Reports parts that do not fit together. Only asked about a recipe whose parts are right by themselves.</summary>
    /// <param name="section">The experiment.</param>
    public void Check(TabularSection section)
    {
        CheckLength("rewards", section.Rewards, section.Size);
        CheckLength("reference_logits", section.ReferenceLogits, section.Size);
        if (section.Size < 2) Add("rewards", "there must be at least 2 completions");
        if (section is { Draws: > 1, Rewards.Length: > 0, ReferenceLogits.Length: > 0 })
            Add("draws", $"found {Text(section.Draws)}, but rewards and reference_logits are given, which makes one problem");
        for (var i = 0; i < section.Report.Length; i++)
        {
            if (section.Report[i] > section.Steps)
                Add($"report.{Text(i)}", $"found {Text(section.Report[i])}, must be at most tabular.steps, {Text(section.Steps)}");
        }

        for (var i = 1; i < section.Behavior.Length; i++)
        {
            if (section.Behavior.IndexOf(section.Behavior[i]) < i) Add($"behavior.{Text(i)}", "is named already");
        }

        var labels = AlgorithmLabels.Of(section.Algorithms);
        for (var i = 1; i < labels.Length; i++)
        {
            if (labels.IndexOf(labels[i]) is var first && first < i)
                Add($"algorithms.{Text(i)}", $"is the same as algorithms.{Text(first)}");
        }
    }

    private void CheckLength(string list, ImmutableArray<double> values, int size)
    {
        if (values.Length > 0 && values.Length != size)
            Add(list, $"has {Text(values.Length)} numbers, but there are {Text(size)} completions");
    }

    private void Add(string key, string message) => faults.Add(document.FaultAt($"tabular.{key}", message));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

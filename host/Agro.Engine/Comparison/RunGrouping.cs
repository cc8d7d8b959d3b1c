using System.Collections.Immutable;
using Agro.Engine.Recipes;

namespace Agro.Engine.Comparison;

/// <summary>Puts runs into groups.</summary>
public static class RunGrouping
{
    private static readonly string[] Identity = ["seed", "name"];

    /// <summary>Puts runs together that differ in seed and name only, or that agree in some parts of their recipes.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="by">The parts, such as <c>algorithm</c> or <c>training.learning_rate</c>; none for all but seed and name.</param>
    /// <param name="notices">Takes what a person should know.</param>
    /// <returns>The groups, in the order of their first runs.</returns>
    /// <exception cref="InputException">A run cannot be read, or no recipe has a part.</exception>
    public static ImmutableArray<RunGroup> Group(IReadOnlyList<FoundRun> runs, IReadOnlyList<string> by, ICollection<string> notices)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(notices);
        var read = runs.Select(run => new Entry(run, RunRecord.Read(run.Directory), FlatRecipe.Read(Path.Combine(run.Directory, "recipe.yaml")))).ToList();
        foreach (var part in by) Require(part, read);
        var groups = Once(read, notices).GroupBy(entry => Key(Counting(entry.Recipe, by))).Select(group => group.ToList()).ToList();
        var labels = by.Count == 0 && SweepLabels(groups) is { } given
            ? given
            : new GroupLabels([.. groups.Select(group => Counting(group[0].Recipe, by))]).All();
        return [.. groups.Zip(labels, (group, label) => new RunGroup(
            label.Length > 0 ? label : group[0].Recipe.GetValueOrDefault("name", ""), [.. group.Select(entry => entry.Record)]))];
    }

    private sealed record Entry(FoundRun Run, RunRecord Record, IReadOnlyDictionary<string, string> Recipe);

    /// <summary>The values that tell groups apart.</summary>
    private static SortedDictionary<string, string> Counting(IReadOnlyDictionary<string, string> recipe, IReadOnlyList<string> by) =>
        new(recipe.Where(value => by.Count == 0 ? !Identity.Contains(value.Key) : by.Any(part => IsPart(value.Key, part))).ToDictionary(), StringComparer.Ordinal);

    private static bool IsPart(string path, string part) => path == part || path.StartsWith(part + ".", StringComparison.Ordinal);

    private static string Key(SortedDictionary<string, string> values) => string.Join('\n', values.Select(value => $"{value.Key}={value.Value}"));

    private static void Require(string part, List<Entry> entries)
    {
        if (entries.Any(entry => entry.Recipe.Keys.Any(path => IsPart(path, part)))) return;
        var paths = entries.SelectMany(entry => entry.Recipe.Keys).SelectMany(path => new[] { path, path.Split('.')[0] }).Distinct();
        throw new InputException($"no recipe of these runs has '{part}'.{NearestName.Hint(part, paths)}");
    }

    /// <summary>Of runs of one recipe and seed, which are the same run twice, takes the one that got further.</summary>
    private static List<Entry> Once(List<Entry> entries, ICollection<string> notices)
    {
        var kept = new List<Entry>();
        foreach (var same in entries.GroupBy(entry => (entry.Record.Seed, Key(Counting(entry.Recipe, [])))))
        {
            var best = same.MaxBy(entry => (entry.Record.Finished, entry.Record.Steps))!;
            kept.Add(best);
            foreach (var other in same.Where(entry => entry != best))
                notices.Add($"{other.Record.Directory}: left out, it has the recipe and seed of {best.Record.Directory}");
        }

        return kept;
    }

    /// <summary>The labels that sweeps gave, where they tell all groups apart.</summary>
    private static IReadOnlyList<string>? SweepLabels(List<List<Entry>> groups)
    {
        if (groups.Any(group => group.Any(entry => string.IsNullOrEmpty(entry.Run.Label)) || group.DistinctBy(entry => entry.Run.Label).Count() > 1)) return null;
        var labels = groups.Select(group => group[0].Run.Label!).ToList();
        return labels.Distinct().Count() == labels.Count ? labels : null;
    }
}

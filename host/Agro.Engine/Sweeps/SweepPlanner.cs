using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;
using Agro.Engine.Runs;

namespace Agro.Engine.Sweeps;

/// <summary>Makes and checks the recipes of a sweep's runs.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="recipe">The recipe that all runs start from.</param>
/// <param name="directory">The sweep's folder.</param>
/// <param name="cancellationToken">Stops the checks.</param>
internal sealed class SweepPlanner(SweepRequest request, RecipeDocument recipe, string directory, CancellationToken cancellationToken)
{
    private const int LongestName = 150;
    private readonly Dictionary<string, PluginCatalog> _catalogs = [];
    private readonly FaultList _faults = new();
    private readonly List<string> _changed = [];

    /// <summary>Makes the plan.</summary>
    /// <param name="file">The sweep.</param>
    /// <param name="points">Its points.</param>
    /// <param name="tuning">What the runs that choose among them set besides.</param>
    /// <param name="place">Finds places in the file.</param>
    /// <exception cref="InputException">A recipe cannot be used, or the folder holds runs of other recipes.</exception>
    public SweepPlan Plan(SweepFile file, ImmutableArray<SweepPoint> points, ImmutableArray<RecipeSetting> tuning, Func<string, NodePosition> place)
    {
        var tune = file.Tune;
        var deciding = tune is null ? [] : RunsOf(points, tune.Seeds, tuning, Path.Combine(directory, "tune"), place("tune.seeds"));
        var runs = RunsOf(points, file.Seeds, [], directory, place("seeds"));
        _faults.ThrowIfAny();
        var metrics = new SweepMetrics(runs.Select(run => run.Load.Resolved.Recipe), _faults);
        var shown = metrics.Check(file.Metric, place);
        if (tune is not null) metrics.CheckOne(tune.Metric, "tune.metric", place("tune.metric"));
        _faults.ThrowIfAny();
        if (_changed.Count > 0) throw new InputException(
            $"{directory}: holds runs of other recipes: name another folder with --output, or remove them\n  {string.Join("\n  ", _changed)}");
        return new SweepPlan
        {
            Name = file.Sweep,
            Directory = directory,
            Parallel = request.Parallel ?? file.Parallel,
            Threads = file.Threads,
            Metrics = shown,
            Points = points,
            Runs = [.. runs.Select(run => run.Run)],
            Tuning = tune is null ? null : new(tune.Metric, tune.Goal, tune.At, [.. deciding.Select(run => run.Run)]),
            Notices = [.. _catalogs.Values.SelectMany(catalog => catalog.Notices).Distinct()],
        };
    }

    private sealed record CheckedRun(SweepRun Run, RecipeLoad Load);

    /// <summary>The runs of all points, the first seed first. All recipes are looked at before faults are told.</summary>
    private List<CheckedRun> RunsOf(
        ImmutableArray<SweepPoint> points, ImmutableArray<long> seeds, ImmutableArray<RecipeSetting> more, string folder, NodePosition at)
    {
        var runs = new List<CheckedRun>();
        foreach (var (seed, point) in seeds.SelectMany(seed => points.Select(point => (seed, point))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = seed.ToString(CultureInfo.InvariantCulture);
            var settings = point.Settings.AddRange(more).Add(new("seed", at, new RecipeScalar(at, text)));
            var path = Path.Combine(folder, FileName(point, text));
            // The first seed stands for all of a point in the checks that cost something.
            if (Collect(() => Load(settings, isNew: seed == seeds[0])) is not { } load) continue;
            var run = new SweepRun { Point = point, Seed = seed, Directory = path, Recipe = load.Resolved.ToYaml(path) };
            if (RecipeChange.Of(run.RecipePath, run.Recipe, load.Catalog) is { } change && File.Exists(Path.Combine(path, "run.json")))
                _changed.Add($"{run.Name}: {change}");
            runs.Add(new(run, load));
        }

        return runs;
    }

    private RecipeLoad Load(ImmutableArray<RecipeSetting> settings, bool isNew)
    {
        var document = recipe.With(settings[..^1], request.Sets).With([settings[^1]], []);
        var sources = document.Sources(request.PluginPaths);
        var key = string.Join('\n', sources.Paths.Select(source => $"{source.Path} {source.Sha256}"));
        if (!_catalogs.TryGetValue(key, out var catalog)) _catalogs.Add(key, catalog = PluginCatalog.Load(sources));
        var load = new RecipeLoad(document.Bind(catalog), catalog);
        if (isNew) TrainingRun.Validate(load, request.LibTorchDirectory, cancellationToken);
        return load;
    }

    private RecipeLoad? Collect(Func<RecipeLoad> load)
    {
        try
        {
            return load();
        }
        catch (RecipeException exception)
        {
            foreach (var fault in exception.Faults) _faults.Add(fault);
            return null;
        }
    }

    private static string FileName(SweepPoint point, string seed)
    {
        var name = point.FileName;
        if (name.Length > LongestName)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
            name = $"{name[..LongestName]}-{hash}";
        }

        return name.Length > 0 ? $"{name}-seed-{seed}" : $"seed-{seed}";
    }
}

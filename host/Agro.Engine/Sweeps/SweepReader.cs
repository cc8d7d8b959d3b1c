using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>Reads the file of a sweep, and checks every recipe that it asks for as <c>agro-host validate</c> does.</summary>
public static class SweepReader
{
    /// <summary>Reads a sweep. Nothing is written.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The sweep, with the recipe of every run.</returns>
    /// <exception cref="RecipeException">All that is wrong with the file and its recipes, with places.</exception>
    /// <exception cref="InputException">Something cannot be used, or the folder holds runs of other recipes.</exception>
    public static SweepPlan Read(SweepRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = new RecipeSource(request.Path, Path.GetDirectoryName(Path.GetFullPath(request.Path))!);
        var faults = new FaultList();
        var root = Root(request.Path, source, faults);
        var bound = new RecordBinding(new(null, source, faults)).BindPartly(new("", root.At, typeof(SweepFile)) { Subject = "A sweep" }, root);
        var file = (SweepFile)bound!.Value!;
        var document = file.Recipe is null ? null : BaseRecipe(file.Recipe, source, faults);
        var points = new SweepPoints(faults).Of(file, root.At);
        CheckSeeds(file, root, faults);
        var tuning = file.Tune?.Set is { } set ? new SweepGrid(faults).Settings(set, "tune.set") : [];
        faults.ThrowIfAny();
        var directory = Path.GetFullPath(request.OutputDirectory ?? Path.Combine("runs", file.Sweep));
        var planner = new SweepPlanner(request, document!, directory, cancellationToken);
        return planner.Plan(file, points, tuning, path => NodePath.Locate(root, path));
    }

    private static RecipeMapping Root(string path, RecipeSource source, FaultList faults)
    {
        var node = YamlComposer.Compose(RecipeFile.ReadText(path, source), source, faults);
        if (node is RecipeMapping root) return root;
        faults.Add(node?.At ?? new(source, 1, 1), "", $"found {(node is null ? "nothing" : Found.Describe(node))}; a sweep is a mapping. A sweep takes: "
            + string.Join(", ", RecordShape.Of(typeof(SweepFile)).Properties.Select(property => property.Key)));
        throw new RecipeException(faults.Faults);
    }

    private static RecipeDocument? BaseRecipe(RecipeNode node, RecipeSource source, FaultList faults)
    {
        try
        {
            if (node is RecipeMapping inline) return RecipeDocument.Of(inline, source);
            if (node is RecipeScalar { Text: { Length: > 0 } path })
            {
                // Named so that the person can open it from where they are.
                var named = Path.Combine(Path.GetDirectoryName(source.Name) ?? "", path);
                if (File.Exists(named)) return RecipeDocument.Parse(named);
                faults.Add(node.At, "recipe", $"no recipe is at '{path}' ({Path.GetFullPath(named)}).{NearestName.SiblingHint(Path.GetFullPath(named))}".TrimEnd('.'));
                return null;
            }

            faults.Add(node.At, "recipe", $"found {Found.Describe(node)}, must be the path of a recipe, or a recipe");
        }
        catch (RecipeException exception)
        {
            foreach (var fault in exception.Faults) faults.Add(fault);
        }

        return null;
    }

    private static void CheckSeeds(SweepFile file, RecipeMapping root, FaultList faults)
    {
        Check(file.Seeds, "seeds");
        if (file.Tune is { } tune) Check(tune.Seeds, "tune.seeds");

        void Check(ImmutableArray<long> seeds, string path)
        {
            if (seeds.IsDefault) return;
            for (var i = 0; i < seeds.Length; i++)
            {
                var at = FormattableString.Invariant($"{path}.{i}");
                if (seeds.IndexOf(seeds[i]) < i) faults.Add(NodePath.Locate(root, at), at, $"{seeds[i]} is there already");
            }
        }
    }
}

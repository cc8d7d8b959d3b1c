using System.Collections.Immutable;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;
using Agro.Engine.Runs;

namespace Agro.Engine.Tabular;

/// <summary>A tabular recipe that is right in every part, with the plugins that it uses.</summary>
public sealed class TabularPlan
{
    private readonly RecipeNode _root;

    private TabularPlan(TabularRecipe recipe, RecipeNode root, RecipeDocument document, PluginCatalog catalog)
    {
        (Recipe, _root, Document, Catalog) = (recipe, root, document, catalog);
        ReportSteps = recipe.Tabular.Report.IsEmpty ? Usual(recipe.Tabular.Steps) : [.. recipe.Tabular.Report.Distinct().Order()];
    }

    /// <summary>The recipe.</summary>
    public TabularRecipe Recipe { get; }

    /// <summary>What it was read from.</summary>
    public RecipeDocument Document { get; }

    /// <summary>The components that it may use.</summary>
    public PluginCatalog Catalog { get; }

    /// <summary>The steps after which results are shown, ascending.</summary>
    public ImmutableArray<long> ReportSteps { get; }

    /// <summary>How many completions there are.</summary>
    public int Completions => Recipe.Tabular.Size;

    /// <summary>What the algorithms are called, in the recipe's order.</summary>
    public ImmutableArray<string> Labels => AlgorithmLabels.Of(Recipe.Tabular.Algorithms);

    /// <summary>What a person should know before it runs, a line each.</summary>
    public IEnumerable<string> Notices => [.. Catalog.Notices, .. TabularAlgorithms.Notices(this)];

    /// <summary>Reads a tabular recipe, loads its plugins and checks it against them.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InputException">The recipe has faults, all of them told, or a plugin cannot be loaded.</exception>
    public static TabularPlan Read(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var document = RecipeDocument.Parse(request.RecipePath, request.Sets);
        var catalog = PluginCatalog.Load(document.Sources(request.PluginPaths));
        var bound = document.BindTabular(catalog);
        return new((TabularRecipe)bound.Value!, bound.Node, document, catalog);
    }

    /// <summary>Writes the recipe with every default and <c>--set</c> filled in.</summary>
    /// <param name="folder">The folder that the text will lie in; the recipe's own when null.</param>
    /// <returns>YAML.</returns>
    public string ToYaml(string? folder = null) => new YamlWriter(Path.GetFullPath(folder ?? Document.Directory)).Write(_root);

    private static ImmutableArray<long> Usual(long steps)
    {
        var shown = new SortedSet<long> { steps };
        for (var step = 10L; step < steps; step *= 10) shown.Add(step);
        return [.. shown];
    }
}

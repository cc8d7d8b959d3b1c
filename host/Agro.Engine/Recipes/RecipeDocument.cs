using System.Collections.Immutable;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;
using Agro.Engine.Tabular;

namespace Agro.Engine.Recipes;

/// <summary>
/// A recipe whose syntax is right. Its plugins are named here, because their components must be known before the rest can be read.
/// </summary>
public sealed class RecipeDocument
{
    private readonly RecipeMapping root;
    private readonly RecipeSource source;
    private readonly ImmutableArray<RecipeFault> faults;

    private RecipeDocument(RecipeMapping root, RecipeSource source, IEnumerable<RecipeFault> faults)
    {
        this.root = root;
        this.source = source;
        this.faults = [.. faults];
    }

    /// <summary>The recipe as it was named.</summary>
    public string Path => source.Name;

    /// <summary>The recipe's folder, absolute, which its paths start from.</summary>
    public string Directory => source.Directory;

    /// <summary>The plugins that the recipe asks for; their paths are absolute.</summary>
    public ImmutableArray<PluginReference> Plugins { get; private init; } = [];

    /// <summary>Whether it is a <see cref="TabularRecipe"/>, which trains no language model.</summary>
    public bool IsTabular => root.Find("tabular") is not null;

    /// <summary>Whether it is a sweep, which runs a recipe several times; <see cref="Sweeps.SweepReader"/> reads it.</summary>
    public bool IsSweep => root.Find("sweep") is not null;

    /// <summary>Reads a recipe up to the names of its plugins.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="sets">
    /// Changes as <c>path=value</c>, such as <c>training.steps=2</c> or <c>rewards.0.weight=0.5</c>. Values are YAML; relative paths in
    /// them start from the current folder, as is usual on command lines, and not from the recipe's.
    /// </param>
    /// <returns>The document.</returns>
    /// <exception cref="RecipeException">The file cannot be read, is not YAML, or names plugins that are not there.</exception>
    public static RecipeDocument Parse(string path, IReadOnlyList<string>? sets = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        var source = new RecipeSource(path, System.IO.Path.GetDirectoryName(full) ?? full);
        return Parse(RecipeFile.ReadText(path, source), source, sets ?? []);
    }

    /// <summary>Reads the rest, and checks everything.</summary>
    /// <param name="catalog">The components, those of <see cref="Plugins"/> among them.</param>
    /// <returns>The recipe with every default filled in.</returns>
    /// <exception cref="RecipeException">All that is wrong with the recipe.</exception>
    public ResolvedRecipe Bind(IComponentCatalog catalog)
    {
        if (IsSweep) throw new RecipeException([FaultAt("sweep", "a sweep is many runs: agro-host sweep and validate take it")]);
        if (IsTabular) throw new RecipeException([FaultAt("tabular", "a tabular experiment has no policy, data or training: agro-host run and validate take it")]);
        var bound = BindAll(catalog);
        return new ResolvedRecipe((Recipe)bound.Value!, this, bound.Node);
    }

    /// <summary>Reads the rest of a tabular recipe, and checks everything.</summary>
    /// <param name="catalog">The components, those of <see cref="Plugins"/> among them.</param>
    /// <returns>A <see cref="TabularRecipe"/>, and the node that says the same with every default filled in.</returns>
    /// <exception cref="RecipeException">All that is wrong with the recipe.</exception>
    internal Bound BindTabular(IComponentCatalog catalog) =>
        IsTabular ? BindAll(catalog) : throw new RecipeException([FaultAt("", "this recipe trains a policy: it has no 'tabular'")]);

    /// <summary>Where the plugins of a run come from.</summary>
    /// <param name="more">Those of the command line: DLLs or folders, relative to the current folder.</param>
    /// <returns>The recipe's plugins, then those; what is wrong with a pin of the recipe is told at its place.</returns>
    public PluginSources Sources(IEnumerable<string> more)
    {
        var list = root.Find("plugins")?.Value is RecipeMapping ? "plugins.load" : "plugins";
        var own = Plugins.Select((plugin, index) => new PluginSource(plugin.Path)
        {
            Sha256 = plugin.Sha256,
            Fault = message => new RecipeException([FaultAt(FormattableString.Invariant($"{list}.{index}"), message)]),
        });
        return new PluginSources { Paths = [.. own, .. more.Select(System.IO.Path.GetFullPath)] };
    }

    /// <summary>The scripts that it names as hooks, absolute, as far as they can be told before its components are known.</summary>
    internal ImmutableArray<string> Scripts()
    {
        if (!faults.IsEmpty || IsSweep || IsTabular || root.Find("hooks") is not { } entry) return [];
        var bound = new NodeBinder(null, source, new FaultList()).Bind(Section(entry), entry.Value);
        return bound is null ? [] : [.. ((ImmutableArray<HookReference>)bound.Value!).Select(hook => hook.Script).OfType<string>()];
    }

    /// <summary>Says what is wrong with a part of the recipe, for checks that need its components.</summary>
    /// <param name="path">The part, such as <c>rewards</c> or <c>algorithm.beta</c>. It need not be in the file.</param>
    /// <param name="message">What was found, what is allowed.</param>
    /// <returns>The fault, at the place of the part or of what it would be in.</returns>
    public RecipeFault FaultAt(string path, string message) => NodePath.Locate(root, path).Fault(path, message);

    internal static RecipeDocument Parse(string text, RecipeSource source, IReadOnlyList<string> sets)
    {
        var faults = new FaultList();
        var start = new NodePosition(source, 1, 1);
        var node = YamlComposer.Compose(text, source, faults);
        if (node is null || CoreSchema.IsNull(node)) faults.Add(start, "", "the recipe is empty. " + Takes());
        else if (node is not RecipeMapping)
            faults.Add(node.At, "", $"found {Found.Describe(node)}; a recipe is a mapping, written as 'key: value'. {Takes()}");
        if (node is not RecipeMapping root) throw new RecipeException(faults.Faults);
        return new RecipeDocument(root, source, faults.Faults).With([], sets);
    }

    /// <summary>Makes a document of a recipe that stands inside another file.</summary>
    /// <param name="root">The recipe.</param>
    /// <param name="source">The file.</param>
    /// <exception cref="RecipeException">It names plugins that are not there.</exception>
    internal static RecipeDocument Of(RecipeMapping root, RecipeSource source) => new RecipeDocument(root, source, []).With([], []);

    /// <summary>The same recipe with changes, in their order.</summary>
    /// <param name="settings">Changes from a file; their faults have its lines.</param>
    /// <param name="sets">Changes of a command line.</param>
    /// <exception cref="RecipeException">It names plugins that are not there.</exception>
    internal RecipeDocument With(IEnumerable<RecipeSetting> settings, IReadOnlyList<string> sets)
    {
        var found = new FaultList();
        foreach (var fault in faults) found.Add(fault);
        var changed = settings.Aggregate(root, (all, setting) => SetExpression.Apply(all, setting, found, RootType));
        changed = sets.Aggregate(changed, (all, set) => SetExpression.Apply(all, set, found, type: RootType));
        var document = new RecipeDocument(changed, source, found.Faults);
        return new(changed, source, found.Faults) { Plugins = document.BindPlugins() };
    }

    private Type RootType => IsTabular ? typeof(TabularRecipe) : typeof(Recipe);

    private static string Takes() => "A recipe takes: " + string.Join(", ", RecordShape.Of(typeof(Recipe)).Properties.Select(p => p.Key));

    private Bound BindAll(IComponentCatalog catalog)
    {
        var found = new FaultList();
        foreach (var fault in faults) found.Add(fault);
        var bound = BindRoot(catalog, found);
        found.ThrowIfAny();
        return bound!;
    }

    private Bound? BindRoot(IComponentCatalog? catalog, FaultList found)
    {
        var before = found.Count;
        var bound = new RecordBinding(new(catalog, source, found)).BindPartly(new("", root.At, RootType), root);
        if (bound is null) return null;
        if (!IsTabular) return new RecipeChecks(this, found).Complete(bound);
        if (found.Count == before) new TabularChecks(this, found).Check(((TabularRecipe)bound.Value!).Tabular);
        return bound;
    }

    private BindTarget Section(RecipeEntry entry) =>
        new BindTarget("", root.At, typeof(Recipe)).Of(RecordShape.Of(typeof(Recipe)).Properties.First(p => p.Key == entry.Key), entry.KeyAt);

    /// <summary>Without its plugins a recipe cannot be read on, so whatever else is wrong is said along with them.</summary>
    private ImmutableArray<PluginReference> BindPlugins()
    {
        if (root.Find("plugins") is not { } entry) return [];
        var found = new FaultList();
        // What else the section holds is read with the rest of the recipe.
        var load = entry.Value is RecipeMapping whole ? whole with { Entries = [.. whole.Entries.Where(e => e.Key == "load")] } : entry.Value;
        var bound = new NodeBinder(null, source, found).Bind(Section(entry), load);
        if (bound is not null) return ((PluginsSection)bound.Value!).Load;
        var all = new FaultList();
        foreach (var fault in faults) all.Add(fault);
        BindRoot(null, all);
        throw new RecipeException([.. all.Faults, .. found.Faults]);
    }
}

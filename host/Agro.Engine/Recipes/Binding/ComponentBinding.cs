using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Binds references to components: the host's keys to the reference, all others to the component's options.</summary>
internal sealed class ComponentBinding(NodeBinder binder)
{
    public Bound? Bind(BindTarget target, RecipeNode node)
    {
        var kind = target.Option!.Component!.Kind;
        if (node is not RecipeMapping mapping)
            return binder.Fail(target, node, $"found {Found.Describe(node)}, must be a mapping such as {{ use: {Example(kind)} }}");
        if (mapping.Find("use") is null)
        {
            var message = $"is missing, must name {ComponentKinds.WithArticle(kind)}. {Known(kind)}";
            binder.Faults.Add(target.KeyAt, NodePath.Join(target.Path, "use"), message);
            return null;
        }

        var hostKeys = RecordShape.Of(target.Type).Properties.Select(p => p.Key).ToList();
        var own = mapping with { Entries = [.. mapping.Entries.Where(e => hostKeys.Contains(e.Key))] };
        var options = mapping with { Entries = [.. mapping.Entries.Where(e => !hostKeys.Contains(e.Key))] };
        var bound = new RecordBinding(binder).Bind(target, own);
        if (bound is null) return null;
        var reference = (ComponentReference)bound.Value! with
        {
            Path = target.Path,
            At = target.KeyAt,
            Root = binder.Root,
            Options = options,
        };
        var full = BindOptions(kind, reference, mapping.Find("use")!, [.. hostKeys.Where(k => k != "use")]);
        if (full is null) return null;
        return new(reference, mapping with { Entries = [.. ((RecipeMapping)bound.Node).Entries, .. full.Entries] });
    }

    /// <summary>A hook is a script or a component, and exactly one of them.</summary>
    public Bound? BindHook(BindTarget target, RecipeNode node)
    {
        var demand = "must be " + TypeText.Sentence(target);
        if (node is not RecipeMapping mapping) return binder.Fail(target, node, $"found {Found.Describe(node)}, {demand}");
        var (script, use) = (mapping.Find("script"), mapping.Find("use"));
        if (script is null == use is null)
        {
            var found = use is null ? "neither script nor use" : "both script and use";
            binder.Faults.Add(target.KeyAt, target.Path, $"has {found}, {demand}");
            return null;
        }

        if (use is not null)
        {
            var bound = Bind(target with { Type = typeof(HookComponentReference) }, node);
            if (bound?.Value is not HookComponentReference component) return null;
            var reference = new HookReference { Component = component, TimeLimit = component.TimeLimit, OnTimeout = component.OnTimeout };
            return bound with { Value = reference };
        }

        return BindScript(target, mapping, script!);
    }

    private Bound? BindScript(BindTarget target, RecipeMapping mapping, RecipeEntry script)
    {
        if (!CoreSchema.IsNull(script.Value)) return new RecordBinding(binder).Bind(target with { Subject = "A script" }, mapping);
        var option = RecordShape.Of(target.Type).Properties.First(p => p.Key == script.Key);
        return binder.Bind(target.Of(option, script.KeyAt) with { IsNullable = false }, script.Value);
    }

    /// <summary>Binds a reference's options to the type that a component declares; null, when it takes none or they do not fit.</summary>
    public static Bound? BindOptions(
        NodeBinder binder, ComponentReference reference, ComponentDescription component, IReadOnlyList<string> otherNames)
    {
        var options = reference.Options ?? new RecipeMapping(reference.At, []);
        var target = new BindTarget(reference.Path, reference.At, component.OptionsType ?? typeof(NoOptions))
        {
            Subject = component.Name,
            OtherNames = otherNames,
        };
        var bound = new RecordBinding(binder).Bind(target, options);
        return component.OptionsType is null ? null : bound;
    }

    /// <summary>The options with their defaults; as they are when there is no catalog, and null after a fault.</summary>
    private RecipeMapping? BindOptions(
        ComponentKind kind, ComponentReference reference, RecipeEntry use, IReadOnlyList<string> otherNames)
    {
        if (binder.Catalog is null) return reference.Options;
        var path = NodePath.Join(reference.Path, use.Key);
        if (binder.Catalog.Find(kind, reference.Use) is not { } component)
        {
            var hint = Meant(kind, reference.Use);
            binder.Faults.Add(use.Value.At, path, $"no such {ComponentKinds.NameOf(kind)}: '{reference.Use}'.{hint} {Known(kind)}");
            return null;
        }

        var before = binder.Faults.Count;
        if (Taken(kind, component) is { } key)
            binder.Faults.Add(use.Value.At, path, $"{component.Name} of {component.PluginPath} has an option '{key}', "
                + $"which recipes cannot give: for {ComponentKinds.PluralOf(kind)} '{key}' is the host's. The plugin must rename it");
        var bound = BindOptions(binder, reference, component, otherNames);
        return binder.Faults.Count > before ? null : (RecipeMapping?)bound?.Node ?? reference.Options;
    }

    private static string? Taken(ComponentKind kind, ComponentDescription component) => component.OptionsType is not { } type
        ? null
        : RecordShape.Of(type).Properties.Select(p => p.Key).Intersect(ComponentKinds.HostKeys(kind)).FirstOrDefault();

    private string Meant(ComponentKind kind, string name)
    {
        var others = binder.Catalog!.Components.Where(c => c.Name == name).Select(c => ComponentKinds.WithArticle(c.Kind)).ToList();
        return others.Count > 0 ? $" It is {string.Join(" and ", others)}." : NearestName.Hint(name, Names(kind));
    }

    private IReadOnlyList<string> Names(ComponentKind kind) => binder.Catalog is null
        ? []
        : [.. binder.Catalog.Components.Where(c => c.Kind == kind).Select(c => c.Name).Distinct().Order(StringComparer.Ordinal)];

    private string Known(ComponentKind kind)
    {
        var (names, kinds) = (Names(kind), ComponentKinds.PluralOf(kind));
        if (binder.Catalog is null) return "";
        return names.Count == 0 ? $"No plugin has {kinds}" : $"The {kinds} are: {string.Join(", ", names)}";
    }

    private string Example(ComponentKind kind) => Names(kind) is [var name, ..] ? name : "name";

    private sealed class NoOptions
    {
        public NoOptions()
        {
        }
    }
}

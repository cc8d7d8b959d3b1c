using System.ComponentModel.DataAnnotations;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>
/// Binds nodes to records by reflection and gathers every fault on the way. A part that cannot be bound is left out, and so is what
/// it belongs to; binding goes on beside it.
/// </summary>
/// <param name="catalog">The components; null to leave their options unread.</param>
/// <param name="root">The recipe, from whose folder the paths of defaults start.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class NodeBinder(IComponentCatalog? catalog, RecipeSource root, FaultList faults)
{
    public IComponentCatalog? Catalog => catalog;

    public RecipeSource Root => root;

    public FaultList Faults => faults;

    /// <summary>Binds a node; null when it cannot be bound, which has then been reported.</summary>
    public Bound? Bind(BindTarget target, RecipeNode node)
    {
        if (node is RecipeUnknown) return null;
        if (CoreSchema.IsNull(node)) return Nothing(target, node);
        var before = faults.Count;
        var bound = Dispatch(target, node);
        if (bound is not null) Check(target, node, bound.Value);
        return faults.Count == before ? bound : null;
    }

    public Bound? Fail(BindTarget target, RecipeNode node, string? message = null)
    {
        faults.Add(node.At, target.Path, message ?? $"found {Found.Describe(node)}, must be {TypeText.Sentence(target)}");
        return null;
    }

    private Bound? Dispatch(BindTarget target, RecipeNode node)
    {
        var type = target.Type;
        if (typeof(ComponentReference).IsAssignableFrom(type)) return new ComponentBinding(this).Bind(target, node);
        if (type == typeof(HookReference)) return new ComponentBinding(this).BindHook(target, node);
        if (typeof(RecipeNode).IsAssignableFrom(type)) return type.IsInstanceOfType(node) ? new(node, node) : Fail(target, node);
        if (CollectionShape.Of(type) is { } collection) return new CollectionBinding(this).Bind(target, node, collection);
        if (RecordShape.IsRecord(type)) return BindRecord(target, node);
        return node is RecipeScalar scalar ? new ScalarBinding(this).Bind(target, scalar) : Fail(target, node);
    }

    private Bound? BindRecord(BindTarget target, RecipeNode node)
    {
        if (node is RecipeMapping mapping) return new RecordBinding(this).Bind(target, mapping);
        if (RecordShape.Of(target.Type).Shorthand is not { } option || !CanStand(node, option.Type)) return Fail(target, node);
        var whole = new RecipeMapping(node.At, [new(option.Key, target.KeyAt, node)]);
        return new RecordBinding(this).Bind(target with { Shorthand = option.Key }, whole);
    }

    private static bool CanStand(RecipeNode node, Type type) =>
        CollectionShape.Of(type) is null ? node is RecipeScalar : node is RecipeSequence;

    private Bound? Nothing(BindTarget target, RecipeNode node)
    {
        if (target.IsNullable) return new(null, node);
        faults.Add(node.At, target.Path, $"is empty, must be {TypeText.Sentence(target)}");
        return null;
    }

    /// <summary>Rules about texts hold for each item of a list, all others for the value itself.</summary>
    private void Check(BindTarget target, RecipeNode node, object? value)
    {
        if (target.Option is not { } option || value is null) return;
        var isWhole = target.Type == option.Type;
        foreach (var rule in option.Rules)
        {
            var holdsHere = rule is RegularExpressionAttribute or AllowedValuesAttribute or DeniedValuesAttribute or EmailAddressAttribute
                ? CollectionShape.Of(target.Type) is null
                : isWhole;
            if (holdsHere && !rule.IsValid(value))
                faults.Add(node.At, target.Path, $"found {Found.Describe(node)}, {Demand(rule, option.Key)}");
        }
    }

    private static string Demand(ValidationAttribute rule, string key) => rule switch
    {
        AllowedValuesAttribute allowed => "must be one of " + TypeText.List(allowed.Values),
        { ErrorMessage: null } and RegularExpressionAttribute pattern => $"must match {pattern.Pattern}",
        _ => rule.FormatErrorMessage(key),
    };
}

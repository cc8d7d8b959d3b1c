using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Binds lists and dictionaries.</summary>
internal sealed class CollectionBinding(NodeBinder binder)
{
    public Bound? Bind(BindTarget target, RecipeNode node, CollectionShape shape) => (node, shape.IsDictionary) switch
    {
        (RecipeSequence sequence, false) => BindItems(target, sequence, shape),
        (RecipeMapping mapping, true) => BindEntries(target, mapping, shape),
        _ => binder.Fail(target, node),
    };

    private Bound? BindItems(BindTarget target, RecipeSequence sequence, CollectionShape shape)
    {
        var items = sequence.Items.Select((item, index) => binder.Bind(target.Item(index, shape.ItemType, item.At), item)).ToList();
        if (items.Contains(null)) return null;
        var value = shape.FromItems([.. items.Select(i => i!.Value)]);
        return new(value, sequence with { Items = [.. items.Select(i => i!.Node)] });
    }

    private Bound? BindEntries(BindTarget target, RecipeMapping mapping, CollectionShape shape)
    {
        var entries = mapping.Entries
            .Select(e => (Entry: e, Bound: binder.Bind(target.Part(e.Key, shape.ItemType, e.KeyAt), e.Value))).ToList();
        if (entries.Any(e => e.Bound is null)) return null;
        var value = shape.FromEntries([.. entries.Select(e => KeyValuePair.Create(e.Entry.Key, e.Bound!.Value))]);
        return new(value, mapping with { Entries = [.. entries.Select(e => e.Entry with { Value = e.Bound!.Node })] });
    }
}

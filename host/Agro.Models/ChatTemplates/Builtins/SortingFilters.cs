using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Filters that compare items. Unless told otherwise, texts are compared without regard to case.</summary>
internal static class SortingFilters
{
    public static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["sort"] = Sort,
        ["dictsort"] = SortEntries,
        ["groupby"] = GroupBy,
        ["min"] = (value, arguments, rendering) => Best("min", value, arguments, rendering),
        ["max"] = (value, arguments, rendering) => Best("max", value, arguments, rendering),
    };

    /// <summary>What an item is compared by.</summary>
    public static Func<object?, object?> KeyOf(object? attribute, bool isCaseSensitive, Rendering rendering, object? otherwise = null)
    {
        var path = AttributePath.Of(attribute);
        return item => Folded(path.Follow(item, rendering, otherwise), isCaseSensitive, rendering);
    }

    private static object? Folded(object? value, bool isCaseSensitive, Rendering rendering)
    {
        if (isCaseSensitive || value is not string text) return value;
        rendering.Spend(text.Length);
        return Casing.Lower(text);
    }

    private static ListValue Sort(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("sort", 0, "reverse", "case_sensitive", "attribute");
        var paths = AttributePath.ListOf(bound[2]);
        var isCaseSensitive = Truth.Of(bound[1]);
        return new(Ordering.Sort(Iteration.ToList(value, rendering), Key, bound.Flag(0), rendering));

        ListValue Key(object? item) => new([.. paths.Select(path => Folded(path.Follow(item, rendering), isCaseSensitive, rendering))]);
    }

    private static ListValue SortEntries(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("dictsort", 0, "case_sensitive", "by", "reverse");
        var by = bound.Text(1, "key");
        if (by is not ("key" or "value")) throw new TemplateFault("dictsort: 'by' must be key or value");
        if (value is not MappingValue mapping) throw value is UndefinedValue undefined ? undefined.Fault() : new TemplateFault($"dictsort takes a dictionary, found a '{TypeName.Of(value)}'");
        var isCaseSensitive = Truth.Of(bound[0]);
        var entries = Iteration.ToList(new MappingView(mapping, MappingViewKind.Items), rendering);
        return new(Ordering.Sort(entries, entry => Folded(((TupleValue)entry!)[by == "key" ? 0 : 1], isCaseSensitive, rendering), bound.Flag(2), rendering));
    }

    private static ListValue GroupBy(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("groupby", 1, "attribute", "default", "case_sensitive");
        var key = KeyOf(bound[0], Truth.Of(bound[2]), rendering, bound[1]);
        var name = KeyOf(bound[0], true, rendering, bound[1]);
        var groups = new List<object?>();
        var group = new List<object?>();
        foreach (var item in Ordering.Sort(Iteration.ToList(value, rendering), key, false, rendering))
        {
            if (group.Count > 0 && !Equality.Equal(key(group[0]), key(item), rendering))
            {
                groups.Add(new GroupValue(name(group[0]), new ListValue(group)));
                group = [];
            }

            group.Add(item);
        }

        if (group.Count > 0) groups.Add(new GroupValue(name(group[0]), new ListValue(group)));
        return new(groups);
    }

    private static object? Best(string which, object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind(which, 0, "case_sensitive", "attribute");
        var key = KeyOf(bound[1], Truth.Of(bound[0]), rendering);
        object? best = null, bestKey = null;
        var any = false;
        foreach (var item in Iteration.Of(value, rendering))
        {
            var itemKey = key(item);
            if (any && !(which == "min" ? Ordering.Less(itemKey, bestKey, rendering) : Ordering.Less(bestKey, itemKey, rendering))) continue;
            (best, bestKey, any) = (item, itemKey, true);
        }

        return any ? best : new UndefinedValue($"there is no {which}: the list is empty");
    }
}

using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Filters that choose among items, or replace each. They work item by item, when the next one is asked for.</summary>
internal static class SelectionFilters
{
    public static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["map"] = Map,
        ["select"] = (value, arguments, rendering) => Select(value, arguments, rendering, keep: true),
        ["reject"] = (value, arguments, rendering) => Select(value, arguments, rendering, keep: false),
        ["selectattr"] = (value, arguments, rendering) => SelectAttribute(value, arguments, rendering, keep: true),
        ["rejectattr"] = (value, arguments, rendering) => SelectAttribute(value, arguments, rendering, keep: false),
        ["unique"] = Unique,
    };

    private static OneTimeSequence Map(object? value, Arguments arguments, Rendering rendering) => new(() =>
    {
        if (!Truth.Of(value)) return [];
        var items = Iteration.Of(value, rendering);
        if (arguments.Positional is [var first, ..])
        {
            var name = first as string ?? throw new TemplateFault("map takes the name of a filter, or attribute=");
            var (filter, rest) = (Filters.Get(name), arguments.Skip(1));
            return items.Select(item => filter(item, rest, rendering));
        }

        var bound = arguments.Bind("map", 1, "attribute", "default");
        var path = AttributePath.Of(bound[0]);
        return items.Select(item => path.Follow(item, rendering, bound[1]));
    });

    private static OneTimeSequence Select(object? value, Arguments arguments, Rendering rendering, bool keep) => new(() =>
    {
        if (!Truth.Of(value)) return [];
        var holds = Condition(arguments, rendering);
        return Iteration.Of(value, rendering).Where(item => holds(item) == keep);
    });

    private static OneTimeSequence SelectAttribute(object? value, Arguments arguments, Rendering rendering, bool keep) => new(() =>
    {
        if (!Truth.Of(value)) return [];
        if (arguments.Positional.Count == 0) throw new TemplateFault("the name of an attribute is missing");
        var path = AttributePath.Of(arguments.Positional[0]);
        var holds = Condition(arguments.Skip(1), rendering);
        return Iteration.Of(value, rendering).Where(item => holds(path.Follow(item, rendering)) == keep);
    });

    private static Func<object?, bool> Condition(Arguments arguments, Rendering rendering)
    {
        if (arguments.Positional.Count == 0) return Truth.Of;
        var name = arguments.Positional[0] as string ?? throw new TemplateFault("the name of a test must be a text");
        var (test, rest) = (Conditions.Get(name), arguments.Skip(1));
        return item => test(item, rest, rendering);
    }

    private static OneTimeSequence Unique(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("unique", 0, "case_sensitive", "attribute");
        var key = SortingFilters.KeyOf(bound[1], Truth.Of(bound[0]), rendering);
        var seen = new MappingValue();
        return new(() => Iteration.Of(value, rendering).Where(item =>
        {
            var mark = key(item);
            KeyComparer.Check(mark, rendering);
            if (seen.Has(mark)) return false;
            seen.Set(mark, null);
            return true;
        }));
    }
}

using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Filters of lists and dictionaries, and of whatever is undefined.</summary>
internal static class SequenceFilters
{
    public static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["default"] = Default,
        ["d"] = Default,
        ["attr"] = Attr,
        ["list"] = (value, arguments, rendering) => new ListValue(Iteration.ToList(Only(value, arguments, "list"), rendering)),
        ["first"] = (value, arguments, rendering) => FirstOf(Iteration.Of(Only(value, arguments, "first"), rendering), "first"),
        ["last"] = Last,
        ["reverse"] = Reverse,
        ["join"] = Join,
        ["items"] = Items,
        ["batch"] = Batch,
        ["slice"] = Slice,
    };

    private static object? Only(object? value, Arguments arguments, string name)
    {
        arguments.Bind(name, 0);
        return value;
    }

    private static object? Default(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("default", 0, "default_value", "boolean");
        return value is UndefinedValue || (Truth.Of(bound[1]) && !Truth.Of(value)) ? bound.Or(0, "") : value;
    }

    private static object? Attr(object? value, Arguments arguments, Rendering rendering)
    {
        var name = arguments.Bind("attr", 1, "name").Text(0);
        if (value is UndefinedValue undefined) throw undefined.Fault();
        return Lookup.TryMember(value, name, rendering, out var member) ? member : UndefinedValue.Attribute(value, name);
    }

    private static object? FirstOf(IEnumerable<object?> items, string name)
    {
        foreach (var item in items) return item;
        return new UndefinedValue($"there is no {name} item: the list is empty");
    }

    private static object? Last(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind("last", 0);
        return FirstOf(Backwards(value, rendering) ?? throw new TemplateFault($"a '{TypeName.Of(value)}' has no last item; make it a list"), "last");
    }

    private static object Reverse(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind("reverse", 0);
        if (value is string or SafeText)
        {
            var text = Text.Of(value, rendering);
            rendering.SpendText(text.Length);
            return string.Concat(CodePoints.Split(text).Reverse());
        }

        if (Backwards(value, rendering) is { } items) return new OneTimeSequence(() => items);
        var list = Iteration.ToList(value, rendering);
        list.Reverse();
        return new ListValue(list);
    }

    /// <summary>The items from the last on; null for what has an end only once it was gone through.</summary>
    private static IEnumerable<object?>? Backwards(object? value, Rendering rendering)
    {
        if (value is not (string or SafeText or SequenceValue or MappingValue or MappingView or UndefinedValue)) return null;
        return value is SequenceValue sequence
            ? Enumerable.Range(1, sequence.Count).Select(i => sequence[^i])
            : Iteration.ToList(value, rendering).AsEnumerable().Reverse();
    }

    private static string Join(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("join", 0, "d", "attribute");
        var (separator, path) = (Text.Of(bound.Or(0, ""), rendering), AttributePath.Of(bound[1]));
        var output = new TextOutput(rendering);
        var isFirst = true;
        foreach (var item in Iteration.Of(value, rendering))
        {
            if (!isFirst) output.Append(separator);
            output.Append(Text.Of(path.Follow(item, rendering), rendering));
            isFirst = false;
        }

        return output.ToString();
    }

    private static OneTimeSequence Items(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind("items", 0);
        return new(() => value switch
        {
            UndefinedValue => [],
            MappingValue mapping => Iteration.Of(new MappingView(mapping, MappingViewKind.Items), rendering),
            _ => throw new TemplateFault($"items takes a dictionary, found a '{TypeName.Of(value)}'"),
        });
    }

    private static OneTimeSequence Batch(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("batch", 1, "linecount", "fill_with");
        return new(() =>
        {
            var size = bound.Integer(0);
            if (size.Sign <= 0) throw new TemplateFault("batch: 'linecount' must be at least 1");
            return Batches(Iteration.Of(value, rendering), (int)BigInteger.Min(size, int.MaxValue), bound[1], rendering);
        });
    }

    private static IEnumerable<object?> Batches(IEnumerable<object?> items, int size, object? filling, Rendering rendering)
    {
        var batch = new List<object?>();
        foreach (var item in items)
        {
            if (batch.Count == size)
            {
                yield return new ListValue(batch);
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count == 0) yield break;
        if (filling is not null && batch.Count < size)
        {
            rendering.SpendItems(size);
            batch.AddRange(Enumerable.Repeat(filling, size - batch.Count));
        }

        yield return new ListValue(batch);
    }

    private static OneTimeSequence Slice(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("slice", 1, "slices", "fill_with");
        return new(() =>
        {
            var slices = bound.Integer(0);
            if (slices.Sign <= 0) throw new TemplateFault("slice: 'slices' must be at least 1");
            rendering.SpendItems((long)BigInteger.Min(slices, long.MaxValue));
            return Slices(Iteration.ToList(value, rendering), (int)slices, bound[1], rendering);
        });
    }

    private static IEnumerable<object?> Slices(List<object?> items, int slices, object? filling, Rendering rendering)
    {
        var (size, larger) = Math.DivRem(items.Count, slices);
        var start = 0;
        for (var i = 0; i < slices; i++)
        {
            rendering.Spend(8);
            var part = items.GetRange(start, size + (i < larger ? 1 : 0));
            start += part.Count;
            if (filling is not null && i >= larger) part.Add(filling);
            yield return new ListValue(part);
        }
    }
}

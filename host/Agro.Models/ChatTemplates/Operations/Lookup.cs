using System.Numerics;
using Agro.Models.ChatTemplates.Builtins;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Looks into values: <c>a.b</c> asks for an attribute first, <c>a['b']</c> for an element.</summary>
internal static class Lookup
{
    public static object? Attribute(object? owner, string name, Rendering rendering)
    {
        if (owner is UndefinedValue undefined) throw undefined.Fault();
        if (TryMember(owner, name, rendering, out var value)) return value;
        return owner is MappingValue mapping && mapping.TryGet(name, out var entry) ? entry : UndefinedValue.Attribute(owner, name);
    }

    public static object? Item(object? owner, object? key, Rendering rendering)
    {
        if (owner is UndefinedValue undefined) throw undefined.Fault();
        if (TryElement(owner, key, rendering, out var element)) return element;
        if (key is not string name) return UndefinedValue.Element(owner, Text.Quoted(key, rendering));
        return TryMember(owner, name, rendering, out var member) ? member : UndefinedValue.Attribute(owner, name);
    }

    /// <summary>Looks up what a value has by its type, never an entry of a dictionary.</summary>
    public static bool TryMember(object? owner, string name, Rendering rendering, out object? value)
    {
        if (owner is IAttributes attributes && attributes.TryGet(name, rendering, out value)) return true;
        value = name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal)
            ? UndefinedValue.Unsafe(owner, name)
            : Methods.Find(owner, name);
        return value is not null;
    }

    /// <summary>The items of a value from one index to another.</summary>
    public static object? Slice(object? owner, object? start, object? stop, object? step, Rendering rendering)
    {
        if (owner is UndefinedValue undefined) throw undefined.Fault();
        if (owner is SafeText) throw new TemplateFault("text marked by 'safe' or 'escape' cannot be cut; use it last");
        var count = owner is string or SequenceValue ? Iteration.CountOrNull(owner)!.Value : throw new TemplateFault($"a '{TypeName.Of(owner)}' cannot be sliced");
        var (first, distance, length) = Slicing.Resolve(start, stop, step, count);
        rendering.Spend(length);
        if (owner is RangeValue range) return new RangeValue(first < range.Count && first >= 0 ? (BigInteger)range[first]! : 0, RangeStep(range) * distance, length);
        if (owner is SequenceValue items)
        {
            rendering.SpendItems(length);
            var chosen = new object?[length];
            for (var i = 0; i < length; i++) chosen[i] = items[first + i * distance];
            return owner is ListValue ? new ListValue(chosen) : new TupleValue(chosen);
        }

        return Slicing.OfText((string)owner, first, distance, length);
    }

    private static BigInteger RangeStep(RangeValue range) => range.Count > 1 ? (BigInteger)range[1]! - (BigInteger)range[0]! : 1;

    private static bool TryElement(object? owner, object? key, Rendering rendering, out object? value)
    {
        value = null;
        if (owner is MappingValue mapping)
        {
            if (key is ListValue or MappingValue) return false;
            KeyComparer.Check(key, rendering);
            return mapping.TryGet(key, out value);
        }

        if (owner is not (string or SequenceValue) || Numbers.IntegerOf(key) is not { } index) return false;
        var count = Iteration.CountOrNull(owner)!.Value;
        if (index < 0) index += count;
        if (index < 0 || index >= count) return false;
        value = owner is SequenceValue items ? items[(int)index] : Character((string)owner, (int)index, rendering);
        return true;
    }

    private static string Character(string text, int index, Rendering rendering)
    {
        rendering.Spend(text.Length / 16);
        return Slicing.OfText(text, index, 1, 1);
    }
}

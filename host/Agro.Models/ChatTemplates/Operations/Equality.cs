using System.Numerics;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Whether values are equal, as Python tells it.</summary>
internal static class Equality
{
    public static bool Equal(object? left, object? right, Rendering rendering)
    {
        rendering.Spend(4);
        switch (left, right)
        {
            case (string or SafeText, string or SafeText):
                var (first, second) = (Text.Of(left, rendering), Text.Of(right, rendering));
                rendering.Spend(first.Length / 16);
                return string.Equals(first, second, StringComparison.Ordinal);
            case (bool or BigInteger or double, bool or BigInteger or double):
                return Numbers.Compare(left, right) == 0;
            case (ListValue a, ListValue b): return Same(a, b, rendering);
            case (TupleValue a, TupleValue b): return Same(a, b, rendering);
            case (RangeValue a, RangeValue b): return Same(a, b, rendering);
            case (MappingValue a, MappingValue b): return Same(a, b, rendering);
            case (MappingView, MappingView): throw new TemplateFault("views of dictionaries cannot be compared here; make them lists");
            case (UndefinedValue, UndefinedValue): return true;
            default: return ReferenceEquals(left, right);
        }
    }

    /// <summary>Whether a container holds a value, as <c>in</c> asks.</summary>
    public static bool Contains(object? container, object? item, Rendering rendering)
    {
        if (container is string or SafeText)
        {
            var text = Text.Of(container, rendering);
            if (item is not (string or SafeText)) throw new TemplateFault($"'in' a text asks for a text, found a '{TypeName.Of(item)}'");
            rendering.Spend(text.Length / 8);
            return text.Contains(Text.Of(item, rendering), StringComparison.Ordinal);
        }

        if (container is MappingValue mapping)
        {
            KeyComparer.Check(item, rendering);
            return mapping.Has(item);
        }

        if (Iteration.TryOf(container) is null) throw new TemplateFault($"nothing can be 'in' a '{TypeName.Of(container)}'");
        foreach (var other in Iteration.Of(container, rendering))
            if (ReferenceEquals(other, item) || Equal(other, item, rendering)) return true;
        return false;
    }

    private static bool Same(SequenceValue left, SequenceValue right, Rendering rendering)
    {
        Rendering.CheckStack();
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!ReferenceEquals(left[i], right[i]) && !Equal(left[i], right[i], rendering)) return false;
        return true;
    }

    private static bool Same(MappingValue left, MappingValue right, Rendering rendering)
    {
        Rendering.CheckStack();
        return left.Count == right.Count && left.Entries.All(entry =>
            right.TryGet(entry.Key, out var other) && (ReferenceEquals(entry.Value, other) || Equal(entry.Value, other, rendering)));
    }
}

using System.Numerics;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Which of two values comes first, as Python tells it.</summary>
internal static class Ordering
{
    /// <summary>Compares two values.</summary>
    /// <returns>Less than 0 when the left comes first; null when neither comes first nor are they equal, as with what is no number.</returns>
    /// <exception cref="TemplateFault">They are not of a kind.</exception>
    public static int? Compare(object? left, object? right, Rendering rendering)
    {
        rendering.Spend(1);
        switch (left, right)
        {
            case (UndefinedValue undefined, _): throw undefined.Fault();
            case (_, UndefinedValue undefined): throw undefined.Fault();
            case (string or SafeText, string or SafeText):
                var (first, second) = (Text.Of(left, rendering), Text.Of(right, rendering));
                rendering.Spend(Math.Min(first.Length, second.Length) / 16);
                return CodePoints.Compare(first, second);
            case (bool or BigInteger or double, bool or BigInteger or double): return Numbers.Compare(left, right);
            case (ListValue a, ListValue b): return Compare(a, b, rendering);
            case (TupleValue a, TupleValue b): return Compare(a, b, rendering);
            default: throw new TemplateFault($"a '{TypeName.Of(left)}' and a '{TypeName.Of(right)}' have no order");
        }
    }

    /// <summary>Whether one value comes before another.</summary>
    public static bool Less(object? left, object? right, Rendering rendering) => Compare(left, right, rendering) < 0;

    /// <summary>Sorts; what is equal keeps its order, either way round.</summary>
    public static List<T> Sort<T>(List<T> items, Func<T, object?> key, bool reverse, Rendering rendering)
    {
        var entries = items.Select(item => (Item: item, Key: key(item))).ToArray();
        var spare = new (T Item, object? Key)[entries.Length];
        Sort(0, entries.Length);
        return [.. entries.Select(entry => entry.Item)];

        void Sort(int start, int end)
        {
            if (end - start < 2) return;
            var middle = (start + end) / 2;
            Sort(start, middle);
            Sort(middle, end);
            var (left, right) = (start, middle);
            for (var i = start; i < end; i++)
                spare[i] = left < middle && (right == end || !IsBefore(entries[right].Key, entries[left].Key)) ? entries[left++] : entries[right++];
            Array.Copy(spare, start, entries, start, end - start);
        }

        bool IsBefore(object? a, object? b) => reverse ? Less(b, a, rendering) : Less(a, b, rendering);
    }

    private static int? Compare(SequenceValue left, SequenceValue right, Rendering rendering)
    {
        Rendering.CheckStack();
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
            if (!Equality.Equal(left[i], right[i], rendering)) return Compare(left[i], right[i], rendering);
        return left.Count.CompareTo(right.Count);
    }
}

using System.Collections;
using System.Numerics;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>Values in an order, which can be counted and indexed. They never change.</summary>
internal abstract class SequenceValue : IReadOnlyList<object?>
{
    public abstract int Count { get; }

    public abstract object? this[int index] { get; }

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A list.</summary>
/// <param name="items">Its items.</param>
internal sealed class ListValue(IReadOnlyList<object?> items) : SequenceValue
{
    public override int Count => items.Count;

    public override object? this[int index] => items[index];
}

/// <summary>A tuple.</summary>
/// <param name="items">Its items.</param>
internal class TupleValue(params IReadOnlyList<object?> items) : SequenceValue
{
    public override int Count => items.Count;

    public override object? this[int index] => items[index];
}

/// <summary>A group of <c>groupby</c>: what its items have in common, and the items.</summary>
/// <param name="grouper">What they have in common.</param>
/// <param name="items">The items.</param>
internal sealed class GroupValue(object? grouper, ListValue items) : TupleValue(grouper, items), IAttributes
{
    public bool TryGet(string name, Rendering rendering, out object? value)
    {
        value = name == "grouper" ? grouper : name == "list" ? items : null;
        return name is "grouper" or "list";
    }
}

/// <summary>Whole numbers at equal distances.</summary>
/// <param name="start">The first.</param>
/// <param name="step">The distance.</param>
/// <param name="count">How many.</param>
internal sealed class RangeValue(BigInteger start, BigInteger step, int count) : SequenceValue
{
    public override int Count => count;

    public override object? this[int index] => start + index * step;

    public override string ToString() => $"range({start}, {start + count * step}{(step.IsOne ? "" : $", {step}")})";
}

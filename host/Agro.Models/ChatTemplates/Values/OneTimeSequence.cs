namespace Agro.Models.ChatTemplates.Values;

/// <summary>
/// What filters such as <c>map</c> and <c>select</c> give: it can be gone through once, and has no length. As in Python, the filter
/// does nothing, and complains of nothing, before the first item is asked for.
/// </summary>
/// <param name="begin">Begins to make the items.</param>
internal sealed class OneTimeSequence(Func<IEnumerable<object?>> begin)
{
    private IEnumerator<object?>? _items;

    /// <summary>The items that nobody took yet.</summary>
    public IEnumerable<object?> Rest()
    {
        _items ??= begin().GetEnumerator();
        while (_items.MoveNext()) yield return _items.Current;
    }
}

namespace Agro.Models.ChatTemplates.Values;

/// <summary>What filters such as <c>map</c> and <c>select</c> give: it can be gone through once, and has no length.</summary>
/// <param name="items">The items.</param>
internal sealed class OneTimeSequence(IEnumerable<object?> items)
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();

    /// <summary>The items that nobody took yet.</summary>
    public IEnumerable<object?> Rest()
    {
        while (_items.MoveNext()) yield return _items.Current;
    }
}

namespace Agro.Models.ChatTemplates.Values;

/// <summary>What a view of a dictionary shows.</summary>
internal enum MappingViewKind
{
    Keys,
    Values,
    Items,
}

/// <summary>The keys, the values or the pairs of a dictionary.</summary>
/// <param name="mapping">The dictionary.</param>
/// <param name="kind">What is shown.</param>
internal sealed class MappingView(MappingValue mapping, MappingViewKind kind)
{
    public MappingViewKind Kind { get; } = kind;

    public int Count => mapping.Count;

    public IEnumerable<object?> Items => Kind switch
    {
        MappingViewKind.Keys => mapping.Keys,
        MappingViewKind.Values => mapping.Values,
        _ => mapping.Entries.Select(entry => new TupleValue(entry.Key, entry.Value)),
    };
}

using System.Diagnostics.CodeAnalysis;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>A dictionary that keeps its order.</summary>
internal sealed class MappingValue
{
    private readonly OrderedDictionary<object, object?> _entries = new(KeyComparer.Instance);

    public int Count => _entries.Count;

    public IEnumerable<object?> Keys => _entries.Keys.Select(KeyComparer.ToValue);

    public IEnumerable<object?> Values => _entries.Values;

    public IEnumerable<KeyValuePair<object?, object?>> Entries =>
        _entries.Select(entry => KeyValuePair.Create(KeyComparer.ToValue(entry.Key), entry.Value));

    /// <summary>Sets an entry; used only while the dictionary is made.</summary>
    public void Set(object? key, object? value) => _entries[KeyComparer.ToKey(key)] = value;

    public bool TryGet(object? key, [MaybeNullWhen(false)] out object? value) => _entries.TryGetValue(KeyComparer.ToKey(key), out value);

    public bool Has(object? key) => _entries.ContainsKey(KeyComparer.ToKey(key));
}

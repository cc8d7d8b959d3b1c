namespace Agro.Models.ChatTemplates.Values;

/// <summary>What <c>namespace()</c> makes: variables that loops and macros can set for what is around them.</summary>
internal sealed class NamespaceValue : IAttributes
{
    public Dictionary<string, object?> Variables { get; } = new(StringComparer.Ordinal);

    public bool TryGet(string name, Rendering rendering, out object? value) => Variables.TryGetValue(name, out value);
}

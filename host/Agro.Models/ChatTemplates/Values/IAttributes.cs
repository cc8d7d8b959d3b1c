namespace Agro.Models.ChatTemplates.Values;

/// <summary>A value with attributes of its own.</summary>
internal interface IAttributes
{
    /// <summary>Looks an attribute up.</summary>
    bool TryGet(string name, Rendering rendering, out object? value);
}

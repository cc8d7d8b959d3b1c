using System.Globalization;

namespace Agro.Engine.Recipes.Binding;

/// <summary>What the parts of a recipe are bound to, as far as that does not depend on components.</summary>
internal static class PartTypes
{
    /// <summary>The type of an option or a list item; null where it is not known.</summary>
    /// <param name="type">What the whole is bound to.</param>
    /// <param name="key">The option's name, or the item's index.</param>
    public static Type? Of(Type? type, string key)
    {
        if (type is null) return null;
        if (CollectionShape.Of(type) is { } list) return Nullable.GetUnderlyingType(list.ItemType) ?? list.ItemType;
        if (!RecordShape.IsRecord(type)) return null;
        var shape = RecordShape.Of(type);
        var isIndex = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return isIndex ? Of(shape.Shorthand?.Type, key) : shape.Properties.FirstOrDefault(p => p.Key == key)?.Type;
    }

    /// <summary>The option that a value stands for in place of the mapping of a type; null when there is none.</summary>
    public static string? ShorthandOf(Type? type) =>
        type is not null && CollectionShape.Of(type) is null && RecordShape.IsRecord(type) ? RecordShape.Of(type).Shorthand?.Key : null;
}

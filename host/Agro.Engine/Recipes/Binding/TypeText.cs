using System.Globalization;
using System.Text.Json;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Names types as people who write recipes do.</summary>
internal static class TypeText
{
    /// <summary>What is allowed, for the end of a fault.</summary>
    public static string Sentence(BindTarget target)
    {
        var type = target.Type;
        var range = CollectionShape.Of(type) is null ? Ranges.Text(target.Option?.Range) : "";
        var isPath = target.Option?.Path is not null;
        return range.Length > 0 ? $"{Article(type, isPath)}, {range}" : Article(type, isPath);
    }

    /// <summary>The type in a list of options, such as <c>number</c> or <c>one of a|b</c>.</summary>
    public static string Short(Type type, bool isPath) => CollectionShape.Of(type) switch
    {
        { IsDictionary: true } shape => $"mapping of {Short(Item(shape), isPath)}",
        { } shape => $"list of {Short(Item(shape), isPath)}",
        null when type.IsEnum => "one of " + string.Join('|', EnumNames.Of(type).Keys),
        null when type == typeof(bool) => "true|false",
        null when NumberTypes.IsInteger(type) => "integer",
        null when NumberTypes.IsNumber(type) => "number",
        null when type == typeof(string) => isPath ? "path" : "text",
        null when type == typeof(JsonElement) => "value",
        null when RecordShape.IsRecord(type) => "mapping",
        null => type.Name,
    };

    public static string List(IEnumerable<object?> values) =>
        string.Join(", ", values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));

    private static Type Item(CollectionShape shape) => Nullable.GetUnderlyingType(shape.ItemType) ?? shape.ItemType;

    private static string Article(Type type, bool isPath)
    {
        if (CollectionShape.Of(type) is { } shape)
            return (shape.IsDictionary ? "a mapping of names to " : "a list of ") + Plural(Item(shape), isPath);
        if (type.IsEnum) return "one of " + string.Join(", ", EnumNames.Of(type).Keys);
        if (type == typeof(bool)) return "true or false";
        if (NumberTypes.IsInteger(type)) return "a whole number";
        if (NumberTypes.IsNumber(type)) return "a number";
        if (type == typeof(string)) return isPath ? "a path" : "a text";
        if (type == typeof(JsonElement)) return "a text, a number, true or false";
        if (type == typeof(HookReference)) return "{ script: path } or { use: name }";
        if (typeof(ComponentReference).IsAssignableFrom(type)) return "a mapping such as { use: name }";
        if (type == typeof(RecipeNode)) return "a path or a mapping";
        return type != typeof(RecipeMapping) && RecordShape.IsRecord(type) ? Mapping(RecordShape.Of(type)) : "a mapping";
    }

    private static string Mapping(RecordShape shape) => shape.Shorthand is { } option
        ? $"{Article(option.Type, option.Path is not null)}, or {Keys(shape)}"
        : Keys(shape);

    private static string Keys(RecordShape shape)
    {
        var required = shape.Properties.Where(p => p.IsRequired).Select(p => p.Key).ToList();
        return required.Count > 0
            ? "a mapping with " + string.Join(", ", required)
            : "a mapping of any of " + string.Join(", ", shape.Properties.Select(p => p.Key));
    }

    private static string Plural(Type type, bool isPath)
    {
        if (NumberTypes.IsInteger(type)) return "whole numbers";
        if (NumberTypes.IsNumber(type)) return "numbers";
        if (type == typeof(string)) return isPath ? "paths" : "texts";
        if (type == typeof(JsonElement)) return "texts, numbers, true or false";
        if (type.IsEnum || type == typeof(bool) || CollectionShape.Of(type) is not null) return Short(type, isPath) + " values";
        return RecordShape.IsRecord(type) && RecordShape.Of(type).Shorthand is { } option
            ? $"{Plural(option.Type, option.Path is not null)} or mappings"
            : "mappings";
    }
}

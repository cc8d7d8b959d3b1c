using System.Collections;
using System.Globalization;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Writes values, such as defaults, as nodes.</summary>
internal static class ValueNodes
{
    public static RecipeNode From(object? value, NodePosition at) => value switch
    {
        null => new RecipeScalar(at, "null"),
        string text => new RecipeScalar(at, text, Quoted: true),
        bool flag => new RecipeScalar(at, flag ? "true" : "false"),
        Enum => new RecipeScalar(at, EnumNames.NameOf(value), Quoted: true),
        double or float => new RecipeScalar(at, Number((IFormattable)value)),
        decimal or IConvertible => new RecipeScalar(at, Convert.ToString(value, CultureInfo.InvariantCulture)!),
        IDictionary dictionary => new RecipeMapping(at, [.. Pairs(dictionary, at)]),
        IEnumerable items => new RecipeSequence(at, [.. Items(items).Select(i => From(i, at))]),
        _ => Record(value, at),
    };

    private static RecipeMapping Record(object record, NodePosition at)
    {
        var entries = RecordShape.Of(record.GetType()).Properties
            .Select(p => (p.Key, Value: p.Property.GetValue(record)))
            .Where(p => p.Value is not null)
            .Select(p => new RecipeEntry(p.Key, at, From(p.Value, at)));
        return new(at, [.. entries]);
    }

    private static IEnumerable<RecipeEntry> Pairs(IDictionary dictionary, NodePosition at) => dictionary.Keys
        .Cast<object>()
        .Select(key => new RecipeEntry(key.ToString()!, at, From(dictionary[key], at)))
        .OrderBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>An immutable array that was never set has no items, and throws when it is asked for them.</summary>
    private static IEnumerable<object?> Items(IEnumerable items) =>
        items.GetType() is { IsValueType: true } type && type.GetProperty("IsDefault")?.GetValue(items) is true
            ? []
            : items.Cast<object?>();

    /// <summary>Readers of YAML 1.1 take a number with an exponent for text unless it has a point.</summary>
    private static string Number(IFormattable number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var parts = text.Split('E');
        if (parts.Length == 1) return text;
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return $"{parts[0]}{(parts[0].Contains('.') ? "" : ".0")}e{exponent.ToString("+0;-0", CultureInfo.InvariantCulture)}";
    }
}

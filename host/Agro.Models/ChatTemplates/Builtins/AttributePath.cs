using System.Globalization;
using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>The way to a value inside an item, as filters take it: <c>function.parameters.0</c>.</summary>
internal sealed class AttributePath
{
    private readonly object?[] _parts;

    private AttributePath(object?[] parts) => _parts = parts;

    /// <summary>Reads a path; none leads to the item itself.</summary>
    public static AttributePath Of(object? attribute) => new(attribute switch
    {
        null => [],
        string text => [.. text.Split('.').Select(Part)],
        _ => [attribute],
    });

    /// <summary>Reads several paths with commas between.</summary>
    public static AttributePath[] ListOf(object? attribute) =>
        attribute is string text ? [.. text.Split(',').Select(part => Of(part))] : [Of(attribute)];

    public object? Follow(object? item, Rendering rendering, object? otherwise = null)
    {
        foreach (var part in _parts)
        {
            item = Lookup.Item(item, part, rendering);
            if (otherwise is not null && item is UndefinedValue) item = otherwise;
        }

        return item;
    }

    private static object Part(string part) => part.Length > 0 && part.All(char.IsAsciiDigit)
        ? BigInteger.Parse(part.AsSpan(0, Math.Min(part.Length, 100)), CultureInfo.InvariantCulture)
        : part;
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates;

/// <summary>JSON as the values of templates, as Python reads it.</summary>
internal static class JsonVariables
{
    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Mapping(element),
        JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static MappingValue Mapping(JsonElement element)
    {
        var mapping = new MappingValue();
        foreach (var member in element.EnumerateObject()) mapping.Set(member.Name, Of(member.Value));
        return mapping;
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"a text is not valid Unicode: {element.GetRawText()}", exception);
        }
    }

    private static object Number(string text) => text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
        ? BigInteger.Parse(text, CultureInfo.InvariantCulture)
        : double.Parse(text, CultureInfo.InvariantCulture);
}

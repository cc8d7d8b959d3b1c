using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Goes through values.</summary>
internal static class Iteration
{
    /// <summary>The items of a value; null when it has none to go through.</summary>
    public static IEnumerable<object?>? TryOf(object? value) => value switch
    {
        string text => CodePoints.Split(text),
        SafeText safe => CodePoints.Split(safe.Text),
        SequenceValue sequence => sequence,
        MappingValue mapping => mapping.Keys,
        MappingView view => view.Items,
        OneTimeSequence once => once.Rest(),
        UndefinedValue => [],
        _ => null,
    };

    /// <summary>The items of a value.</summary>
    /// <exception cref="TemplateFault">It has none to go through.</exception>
    public static IEnumerable<object?> Of(object? value, Rendering rendering) =>
        Counted(TryOf(value) ?? throw new TemplateFault($"a '{TypeName.Of(value)}' cannot be gone through item by item"), rendering);

    /// <summary>The items of a value as a list.</summary>
    public static List<object?> ToList(object? value, Rendering rendering)
    {
        if (CountOrNull(value) is { } count) rendering.SpendItems(count);
        var items = new List<object?>();
        foreach (var item in Of(value, rendering))
        {
            items.Add(item);
            if (items.Count > rendering.Limits.Items) rendering.SpendItems(items.Count);
        }

        return items;
    }

    /// <summary>How many items a value has; null when that cannot be told.</summary>
    public static int? CountOrNull(object? value) => value switch
    {
        string text => CodePoints.Count(text),
        SafeText safe => CodePoints.Count(safe.Text),
        SequenceValue sequence => sequence.Count,
        MappingValue mapping => mapping.Count,
        MappingView view => view.Count,
        UndefinedValue => 0,
        LoopValue loop => loop.Length,
        _ => null,
    };

    private static IEnumerable<object?> Counted(IEnumerable<object?> items, Rendering rendering)
    {
        foreach (var item in items)
        {
            rendering.Spend(4);
            yield return item;
        }
    }
}

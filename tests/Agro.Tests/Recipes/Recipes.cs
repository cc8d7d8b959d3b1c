using System.Collections;
using System.Globalization;
using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

/// <summary>Writes a recipe in full, component options included, to compare two of them.</summary>
internal static class Recipes
{
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        ComponentReference reference => Members(reference) + Options(reference),
        IFormattable or bool => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IDictionary dictionary => "{" + string.Join(", ", dictionary.Keys.Cast<string>().Order().Select(k => $"{k}: {Text(dictionary[k])}")) + "}",
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Text)) + "]",
        _ => Members(value),
    };

    private static string Members(object value) =>
        "{" + string.Join(", ", value.GetType().GetProperties().Where(p => p.Name != "Path" || value is not ComponentReference)
            .Select(p => $"{p.Name}: {Text(p.GetValue(value))}")) + "}";

    private static string Options(ComponentReference reference) =>
        Text(reference.CreateOptions(RecipeFolder.Catalog.Components.Single(c => c.Name == reference.Use)));
}

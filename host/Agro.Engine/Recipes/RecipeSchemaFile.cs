using System.Text.Encodings.Web;
using System.Text.Json;
using Agro.Engine.Plugins;

namespace Agro.Engine.Recipes;

/// <summary>The text of <c>recipes.schema.json</c>.</summary>
public static class RecipeSchemaFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the schema, the same on every system.</summary>
    /// <param name="catalog">The components to describe.</param>
    /// <returns>Indented JSON that ends with a line break.</returns>
    public static string Text(IComponentCatalog catalog) => RecipeSchema.Generate(catalog).ToJsonString(Format) + "\n";
}

using System.Text.Json.Nodes;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>
/// Writes the JSON Schema (draft-07) that editors check recipes by, from the records that recipes are bound to. Options of the
/// catalog's components are described in full. Other component names are allowed, because a recipe may name plugins that are not
/// in the catalog; their options are left open.
/// </summary>
public static class RecipeSchema
{
    /// <summary>The pattern of component names.</summary>
    internal const string ComponentName = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>Generates the schema.</summary>
    /// <param name="catalog">The components to describe.</param>
    /// <returns>The schema.</returns>
    public static JsonObject Generate(IComponentCatalog catalog)
    {
        var documentation = DocumentationFile.Read(typeof(Recipe).Assembly.Location);
        var types = new TypeSchema(documentation.SummaryOf, ComponentSchema.Definition);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Agro recipe",
        };
        foreach (var (key, value) in types.OfRecord(typeof(Recipe)).ToList())
        {
            value?.Parent?.AsObject().Remove(key);
            schema[key] = value;
        }

        schema["patternProperties"] = new JsonObject
        {
            ["^x-"] = new JsonObject { ["description"] = "Ignored: a place for anchors that other parts merge." },
        };
        schema["definitions"] = new JsonObject(Enum.GetValues<ComponentKind>()
            .Select(kind => KeyValuePair.Create<string, JsonNode?>(EnumNames.NameOf(kind), ComponentSchema.Of(kind, catalog, types))));
        return schema;
    }
}

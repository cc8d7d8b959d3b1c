using System.Text.Json.Nodes;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Tabular;

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

    private static readonly (string Key, Type Type)[] Kinds = [("tabular", typeof(TabularRecipe))];

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
        foreach (var (key, value) in OfKinds(types).ToList())
        {
            value?.Parent?.AsObject().Remove(key);
            schema[key] = value;
        }

        schema["definitions"] = new JsonObject(Enum.GetValues<ComponentKind>()
            .Select(kind => KeyValuePair.Create<string, JsonNode?>(EnumNames.NameOf(kind), ComponentSchema.Of(kind, catalog, types))));
        return schema;
    }

    /// <summary>A key that only recipes of one kind have says which kind a recipe is of; without such a key, it trains a policy.</summary>
    private static JsonObject OfKinds(TypeSchema types)
    {
        var schema = OfKind(typeof(Recipe), types);
        foreach (var (key, type) in Kinds)
        {
            schema = new JsonObject
            {
                ["if"] = new JsonObject { ["required"] = new JsonArray(key) },
                ["then"] = OfKind(type, types),
                ["else"] = schema,
            };
        }

        return schema;
    }

    private static JsonObject OfKind(Type type, TypeSchema types)
    {
        var schema = types.OfRecord(type);
        schema["patternProperties"] = new JsonObject
        {
            ["^x-"] = new JsonObject { ["description"] = "Ignored: a place for anchors that other parts merge." },
        };
        return schema;
    }
}

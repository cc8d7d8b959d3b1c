using System.Text.Json.Nodes;
using Agro.Engine.Plugins;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Writes the JSON Schema of references to components: the component's name decides which options may stand beside it.</summary>
internal static class ComponentSchema
{
    public static JsonObject Definition(ComponentKind kind) => new() { ["$ref"] = $"#/definitions/{EnumNames.NameOf(kind)}" };

    public static JsonObject Of(ComponentKind kind, IComponentCatalog catalog, TypeSchema types)
    {
        var components = catalog.Components.Where(c => c.Kind == kind)
            .DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        var own = types.OfOptions(RecordShape.Of(ComponentKinds.ReferenceType(kind)));
        own["use"] = Use(kind, components);
        var cases = components.Select(c => (JsonNode)Case(c, own, types)).ToList();
        var schema = new JsonObject { ["type"] = "object" };
        if (kind == ComponentKind.Hook)
        {
            var script = types.OfOptions(RecordShape.Of(typeof(HookReference)));
            script["script"]!["type"] = "string";
            own["script"] = script["script"]!.DeepClone();
            schema["oneOf"] = new JsonArray(Requires("use"), Requires("script"));
            var keys = new JsonObject(script.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, true)));
            cases.Add(new JsonObject { ["if"] = Requires("script"), ["then"] = Closed(keys) });
        }
        else
        {
            schema["required"] = new JsonArray("use");
        }

        schema["properties"] = own;
        if (cases.Count > 0) schema["allOf"] = new JsonArray([.. cases]);
        return schema;
    }

    private static JsonObject Use(ComponentKind kind, List<ComponentDescription> components)
    {
        var known = components.Select(c => (JsonNode)new JsonObject
        {
            ["const"] = c.Name,
            ["description"] = c.Summary.Length > 0 ? c.Summary : c.Name,
        });
        var other = new JsonObject { ["type"] = "string", ["pattern"] = RecipeSchema.ComponentName };
        return new()
        {
            ["description"] = $"The name of {ComponentKinds.WithArticle(kind)}.",
            ["type"] = "string",
            ["anyOf"] = new JsonArray([.. known, other]),
        };
    }

    private static JsonObject Case(ComponentDescription component, JsonObject own, TypeSchema types)
    {
        var properties = new JsonObject(own.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, true)));
        var then = Closed(properties);
        if (component.OptionsType is { } type)
        {
            var options = types.With(component.Documentation).OfRecord(type);
            foreach (var (key, value) in options["properties"]!.AsObject()) properties.TryAdd(key, value?.DeepClone());
            if (options["required"] is { } required) then["required"] = required.DeepClone();
        }

        var condition = Requires("use");
        condition["properties"] = new JsonObject { ["use"] = new JsonObject { ["const"] = component.Name } };
        return new() { ["if"] = condition, ["then"] = then };
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Closed(JsonObject properties) => new() { ["properties"] = properties, ["additionalProperties"] = false };
}

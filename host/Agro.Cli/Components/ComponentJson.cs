using System.Text.Json.Nodes;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Cli.Components;

/// <summary>Components as programs read them.</summary>
internal static class ComponentJson
{
    /// <summary>Describes a component.</summary>
    /// <param name="component">The component.</param>
    public static JsonObject Of(ComponentDescription component) => new()
    {
        ["kind"] = KindNames.Of(component.Kind),
        ["name"] = component.Name,
        ["summary"] = component.Summary,
        ["class"] = component.ComponentType.FullName,
        ["plugin"] = component.PluginPath,
        ["version"] = component.PluginVersion,
        ["sha256"] = component.PluginHash,
        ["options"] = Options(OptionDescription.Of(component.OptionsType, component.Documentation)),
    };

    private static JsonArray Options(IReadOnlyList<OptionDescription> options) => new([.. options.Select(option =>
    {
        var json = new JsonObject
        {
            ["name"] = option.Name,
            ["type"] = option.Type,
            ["required"] = option.Required,
            ["default"] = option.Default,
            ["range"] = option.Range,
            ["summary"] = option.Summary,
        };
        if (option.Options.Count > 0) json["options"] = Options(option.Options);
        return json;
    })]);
}

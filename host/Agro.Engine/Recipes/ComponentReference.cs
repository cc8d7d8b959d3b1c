using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes;

/// <summary>
/// A component that a recipe uses. Its options are kept as text, never as the plugin's type, so that a recipe outlives every
/// generation of a plugin and can be bound to the next one.
/// </summary>
public record ComponentReference
{
    /// <summary>The component's name.</summary>
    public required string Use { get; init; }

    /// <summary>Where it is in the recipe, such as <c>rewards.0</c>.</summary>
    public string Path { get; internal init; } = "";

    internal NodePosition At { get; init; }

    /// <summary>The recipe, from whose folder the paths of defaults start.</summary>
    internal RecipeSource? Root { get; init; }

    /// <summary>What the recipe gives, without defaults: a later version may have others.</summary>
    internal RecipeMapping? Options { get; init; }

    /// <summary>What the recipe gives, as JSON; empty when it gives nothing.</summary>
    internal string OptionsText => Options is null ? "" : CoreSchema.ToJson(Options)?.ToJsonString() ?? "";

    /// <summary>An option that the recipe gives as a number; null when it does not.</summary>
    /// <param name="option">Its name.</param>
    internal double? NumberOf(string option) => Options?.Find(option)?.Value is RecipeScalar scalar
        && CoreSchema.KindOf(scalar) is ScalarKind.Integer or ScalarKind.Number ? CoreSchema.ToNumber(scalar) : null;

    /// <summary>Makes the options that the recipe gives for a version of the component.</summary>
    /// <param name="component">The component, of this or a later generation of its plugin.</param>
    /// <returns>A new options record; null when the component takes none.</returns>
    /// <exception cref="RecipeException">The options do not fit this version.</exception>
    public object? CreateOptions(ComponentDescription component) => BindOptions(component)?.Value;

    /// <summary>The options for a version of the component as text that another process reads: with every default, and paths in full.</summary>
    /// <param name="component">The component.</param>
    /// <returns>YAML on one line; empty when the component takes none.</returns>
    /// <exception cref="RecipeException">The options do not fit this version.</exception>
    internal string OptionsFor(ComponentDescription component) =>
        BindOptions(component) is { } bound ? new YamlWriter(null).WriteInline(bound.Node) : "";

    /// <summary>Says what is wrong with this part of the recipe.</summary>
    /// <param name="message">What was found, what is allowed.</param>
    /// <returns>A fault at the component's place in the recipe.</returns>
    public RecipeFault Fault(string message) =>
        (At.Source is null ? At with { Source = new("recipe", "", false) } : At).Fault(Path, message);

    private Bound? BindOptions(ComponentDescription component)
    {
        var faults = new FaultList();
        var root = Root ?? new RecipeSource(component.Name, Directory.GetCurrentDirectory(), HasLines: false);
        var options = ComponentBinding.BindOptions(new NodeBinder(null, root, faults), this, component, []);
        faults.ThrowIfAny();
        return options;
    }
}

using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes;

/// <summary>Options of a component, given outside a recipe.</summary>
/// <param name="Place">How faults name the place that they came from, such as <c>stdin:12</c>.</param>
/// <param name="Text">A mapping in YAML or JSON; relative paths in it start from the current folder.</param>
public sealed record OptionText(string Place, string Text);

/// <summary>Binds a component's options that come from elsewhere than a recipe, with a recipe's rules, defaults and messages.</summary>
public static class ComponentOptions
{
    private const string Flag = "--option";

    /// <summary>Makes the options record of a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="assignments">What was given as <c>--option name=value</c>, where values are YAML. They win over the texts.</param>
    /// <param name="texts">Further options; later texts win over earlier ones.</param>
    /// <returns>The options; null when the component takes none.</returns>
    /// <exception cref="RecipeException">All that is wrong with the options.</exception>
    public static object? Bind(ComponentDescription component, IReadOnlyList<string> assignments, params IReadOnlyList<OptionText> texts)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(assignments);
        ArgumentNullException.ThrowIfNull(texts);
        var faults = new FaultList();
        var source = Source(texts is [.., var last] ? last.Place : Flag);
        var options = new RecipeMapping(new(source, 0, 0), []);
        foreach (var text in texts) options = Add(options, text, faults);
        foreach (var assignment in assignments)
        {
            if (assignment.Contains('=', StringComparison.Ordinal)) options = SetExpression.Apply(options, assignment, faults, Flag);
            else faults.Add(new(Source($"{Flag} {assignment}"), 0, 0), "", "write it as name=value, such as --option beta=0.1");
        }

        var reference = new ComponentReference
        {
            Use = component.Name,
            Path = component.Name,
            At = options.At,
            Root = source,
            Options = options,
        };
        var bound = ComponentBinding.BindOptions(new NodeBinder(null, source, faults), reference, component, []);
        faults.ThrowIfAny();
        return bound?.Value;
    }

    private static RecipeMapping Add(RecipeMapping options, OptionText text, FaultList faults)
    {
        var source = Source(text.Place);
        var node = YamlComposer.Compose(text.Text, source, faults);
        if (node is RecipeMapping more) return more.Entries.Aggregate(options, (all, entry) => all.With(entry));
        if (node is not null && !CoreSchema.IsNull(node))
            faults.Add(new(source, 0, 0), "", $"found {Found.Describe(node)}, options must be a mapping");
        return options;
    }

    private static RecipeSource Source(string place) => new(place, Directory.GetCurrentDirectory(), HasLines: false);
}

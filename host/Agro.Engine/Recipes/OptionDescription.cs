using System.Reflection;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes;

/// <summary>An option of a component, in words.</summary>
public sealed record OptionDescription
{
    private const int DeepestNesting = 4;

    /// <summary>The name in recipes.</summary>
    public required string Name { get; init; }

    /// <summary>The type, such as <c>number</c>, <c>path</c> or <c>one of a|b</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The default as YAML; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>What is allowed of a number, such as <c>at least 1</c>; null for no limits.</summary>
    public string? Range { get; init; }

    /// <summary>What it means; empty when that is not documented.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Whether a recipe must give it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it is a path, or a list of them.</summary>
    public bool IsPath { get; init; }

    /// <summary>The parts of a mapping.</summary>
    public IReadOnlyList<OptionDescription> Options { get; init; } = [];

    /// <summary>Describes the options of a type.</summary>
    /// <param name="optionsType">The options record; null for none.</param>
    /// <param name="documentation">Looks up the summary of a property.</param>
    /// <returns>The options in the order of their declaration.</returns>
    public static IReadOnlyList<OptionDescription> Of(Type? optionsType, Func<MemberInfo, string?> documentation) =>
        optionsType is null ? [] : Of(optionsType, documentation, 0);

    private static List<OptionDescription> Of(Type optionsType, Func<MemberInfo, string?> documentation, int depth)
    {
        var shape = RecordShape.Of(optionsType);
        var defaults = Defaults(shape);
        return [.. shape.Properties.Select(option => new OptionDescription
        {
            Name = option.Key,
            Type = TypeText.Short(option.Type, option.Path is not null),
            Default = option.IsRequired || defaults is null ? null : DefaultText(option.Property.GetValue(defaults)),
            Range = Ranges.Text(option.Range) is { Length: > 0 } range ? range : null,
            Summary = documentation(option.Property) ?? "",
            Required = option.IsRequired,
            IsPath = option.Path is not null,
            Options = RecordShape.IsRecord(option.Type) && depth < DeepestNesting ? Of(option.Type, documentation, depth + 1) : [],
        })];
    }

    /// <summary>A record whose constructor throws has no defaults to show; using it in a recipe says why.</summary>
    internal static object? Defaults(RecordShape shape)
    {
        try
        {
            return shape.CreateDefault();
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static string? DefaultText(object? value) =>
        value is null ? null : new YamlWriter(null).WriteInline(ValueNodes.From(value, default));
}

using System.Globalization;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>What a node is bound to.</summary>
/// <param name="Path">Where it is in the recipe.</param>
/// <param name="KeyAt">The place of its key, where what is missing inside it is reported.</param>
/// <param name="Type">The type, without <see cref="Nullable{T}"/>.</param>
internal sealed record BindTarget(string Path, NodePosition KeyAt, Type Type)
{
    /// <summary>Whether nothing may stand here.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The option whose rules hold; null for the recipe itself and for a component's options as a whole.</summary>
    public OptionProperty? Option { get; init; }

    /// <summary>What faults call it; a component goes by its name.</summary>
    public string Subject { get; init; } = NodePath.Subject(Path);

    /// <summary>Names that may also stand here, for the list of what is allowed.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The option that the whole value stands for, so that its place is that of the record; null for a mapping.</summary>
    public string? Shorthand { get; init; }

    public BindTarget Of(OptionProperty option, NodePosition keyAt) =>
        new(option.Key == Shorthand ? Path : NodePath.Join(Path, option.Key), keyAt, option.Type)
        {
            IsNullable = option.IsNullable,
            Option = option,
        };

    public BindTarget Item(int index, Type type, NodePosition at) => Part(index.ToString(CultureInfo.InvariantCulture), type, at);

    public BindTarget Part(string key, Type type, NodePosition at)
    {
        var underlying = Nullable.GetUnderlyingType(type);
        return new(NodePath.Join(Path, key), at, underlying ?? type) { IsNullable = underlying is not null, Option = Option };
    }
}

/// <summary>A bound value and the node that says the same with every default filled in.</summary>
internal sealed record Bound(object? Value, RecipeNode Node);

using Agro.Engine.Plugins;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Says which kind of component a reference in the recipe is to.</summary>
/// <param name="kind">The kind.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ComponentOfAttribute(ComponentKind kind) : Attribute
{
    public ComponentKind Kind { get; } = kind;
}

using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>Finds components by the names that people type.</summary>
public static class ComponentLookup
{
    /// <summary>Finds a component of a kind.</summary>
    /// <param name="catalog">The components.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="name">Its name in recipes.</param>
    /// <returns>The component.</returns>
    /// <exception cref="InputException">There is none; the message has the nearest name and all names.</exception>
    public static ComponentDescription Require(this IComponentCatalog catalog, ComponentKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Find(kind, name) is { } component) return component;
        var names = catalog.Components.Where(other => other.Kind == kind).Select(other => other.Name).ToList();
        var others = catalog.Components.Where(other => other.Name == name).Select(other => ComponentKinds.WithArticle(other.Kind)).ToList();
        var hint = others.Count > 0 ? $" It is {string.Join(" and ", others)}." : NearestName.Hint(name, names);
        throw new InputException($"no such {ComponentKinds.NameOf(kind)}: '{name}'.{hint} "
            + (names.Count == 0
                ? $"No plugin has {ComponentKinds.PluralOf(kind)}"
                : $"The {ComponentKinds.PluralOf(kind)} are: {string.Join(", ", names)}"));
    }

    /// <summary>Finds the components of a name, of whatever kind.</summary>
    /// <param name="catalog">The components.</param>
    /// <param name="name">The name in recipes.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="InputException">There is none; the message has the nearest name and all names.</exception>
    public static IReadOnlyList<ComponentDescription> Require(this IComponentCatalog catalog, string name)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var found = catalog.Components.Where(component => component.Name == name).ToList();
        if (found.Count > 0) return found;
        var names = catalog.Components.Select(component => component.Name).Distinct().ToList();
        throw new InputException(
            $"no such component: '{name}'.{NearestName.Hint(name, names)} The components are: {string.Join(", ", names)}");
    }
}

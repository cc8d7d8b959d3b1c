using System.Reflection;

namespace Agro.Engine.Plugins;

/// <summary>Describes the component classes of a plugin. No constructor of the plugin runs.</summary>
internal static class ComponentReader
{
    private static readonly (Type Contract, ComponentKind Kind)[] Contracts =
    [
        (typeof(IRewardFunction), ComponentKind.Reward),
        (typeof(IGroupRewardFunction), ComponentKind.Reward),
        (typeof(IDataSource), ComponentKind.DataSource),
        (typeof(IPolicyGradientAlgorithm), ComponentKind.Algorithm),
        (typeof(ITracker), ComponentKind.Tracker),
        (typeof(ITrainingHook), ComponentKind.Hook),
    ];

    /// <summary>Reads the components.</summary>
    /// <param name="assembly">The loaded plugin.</param>
    /// <param name="metadata">What its metadata said.</param>
    /// <param name="hash">The hash of its files.</param>
    /// <exception cref="InputException">A class cannot be a component, or two have one name.</exception>
    public static IReadOnlyList<ComponentDescription> Read(Assembly assembly, PluginMetadata metadata, string hash)
    {
        var documentation = DocumentationFile.Read(metadata.Path);
        var components = new List<ComponentDescription>();
        foreach (var (name, className) in metadata.Components)
        {
            var type = assembly.GetType(className, throwOnError: true)!;
            var place = $"{DisplayPath.Of(metadata.Path)}: {className}";
            var component = new ComponentDescription
            {
                Kind = KindOf(type, place),
                Name = name,
                Summary = documentation.SummaryOf(type) ?? "",
                ComponentType = type,
                OptionsType = OptionsOf(type, place),
                PluginPath = metadata.Path,
                PluginVersion = metadata.Version,
                PluginHash = hash,
                Documentation = documentation.SummaryOf,
            };
            if (components.Find(other => other.Kind == component.Kind && other.Name == name) is { } twin)
            {
                throw new InputException($"{place}: is named '{name}', as is {twin.ComponentType.FullName}: rename one of them");
            }

            components.Add(component);
        }

        return components;
    }

    private static ComponentKind KindOf(Type type, string place)
    {
        if (type.IsAbstract || type.ContainsGenericParameters)
        {
            throw new InputException($"{place}: a component class is neither abstract nor generic");
        }

        var kinds = Contracts.Where(contract => contract.Contract.IsAssignableFrom(type)).ToArray();
        if (kinds.Length == 1) return kinds[0].Kind;
        var found = kinds.Length == 0 ? "none" : string.Join(" and ", kinds.Select(kind => kind.Contract.Name));
        throw new InputException($"{place}: implements {found} of the contracts, and a component implements exactly one of "
            + string.Join(", ", Contracts.Select(contract => contract.Contract.Name)));
    }

    /// <summary>The record that the one constructor takes; null when it takes nothing.</summary>
    private static Type? OptionsOf(Type type, string place)
    {
        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            throw new InputException($"{place}: has {constructors.Length} public constructors, and a component has one, "
                + "which takes nothing or an options record");
        }

        var parameters = constructors[0].GetParameters();
        if (parameters.Length == 0) return null;
        if (parameters.Length == 1 && IsRecord(parameters[0].ParameterType)) return parameters[0].ParameterType;
        var taken = string.Join(", ", parameters.Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"));
        throw new InputException($"{place}: its constructor takes ({taken}), and a component's takes nothing or one options record: "
            + "put the options into a record class");
    }

    /// <summary>Record classes are the only types for which the compiler writes a method of this name.</summary>
    private static bool IsRecord(Type type) => type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is not null;
}

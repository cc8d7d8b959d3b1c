using System.Reflection;
using Agro.Plugins.PolicyGradients;

namespace Agro.Tests.PolicyGradients;

/// <summary>Every algorithm of the plugin, found as the host finds them: a new one is tested without being named.</summary>
internal static class Algorithms
{
    private static readonly Dictionary<string, Type> ByName = typeof(AgroAlgorithm).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IPolicyGradientAlgorithm)) && type.IsDefined(typeof(ComponentAttribute)))
        .ToDictionary(type => type.GetCustomAttribute<ComponentAttribute>()!.Name);

    public static TheoryData<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    public static Type Find(string name) => ByName[name];

    public static Type OptionsOf(Type component) => component.GetConstructors().Single().GetParameters().Single().ParameterType;

    /// <summary>Makes an algorithm with its default options.</summary>
    public static IPolicyGradientAlgorithm Create(string name) =>
        (IPolicyGradientAlgorithm)Activator.CreateInstance(Find(name), Activator.CreateInstance(OptionsOf(Find(name))))!;
}

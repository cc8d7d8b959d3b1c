using System.Reflection;

namespace Agro.Engine.Recipes.Binding;

/// <summary>
/// The options of a record and how to make one. It is made anew for each use: a cache would keep a plugin's types, and so its load
/// context, alive.
/// </summary>
internal sealed class RecordShape
{
    private readonly ConstructorInfo constructor;

    private RecordShape(ConstructorInfo constructor, IReadOnlyList<OptionProperty> properties, string? shorthand)
    {
        this.constructor = constructor;
        Properties = properties;
        Shorthand = properties.FirstOrDefault(p => p.Property.Name == shorthand);
    }

    /// <summary>The options in the order of their declaration, those of a base record first.</summary>
    public IReadOnlyList<OptionProperty> Properties { get; }

    /// <summary>The option that a value stands for in place of a mapping; null when the record is always a mapping.</summary>
    public OptionProperty? Shorthand { get; }

    public static RecordShape Of(Type type)
    {
        var constructors = type.GetConstructors();
        var constructor = constructors.FirstOrDefault(c => c.GetParameters().Length == 0) ?? constructors.FirstOrDefault()
            ?? throw new AgroException($"{type} cannot hold options: it has no public constructor");
        var properties = Lineage(type)
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .OrderBy(p => p.MetadataToken))
            .Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsPublic: true } && p.SetMethod is { IsPublic: true })
            .Select(p => OptionProperty.Of(p, constructor))
            .GroupBy(p => p.Key, StringComparer.Ordinal)
            .Select(same => same.Last());
        return new(constructor, [.. properties], type.GetCustomAttribute<ShorthandAttribute>()?.Property);
    }

    /// <summary>Whether a type is bound from a mapping of options.</summary>
    public static bool IsRecord(Type type) =>
        type is { IsPrimitive: false, IsEnum: false, IsAbstract: false, IsArray: false, IsGenericType: false }
        && !$"{type.Namespace}.".StartsWith("System.", StringComparison.Ordinal)
        && !typeof(Delegate).IsAssignableFrom(type)
        && (type.IsClass || type.IsValueType) && type.GetConstructors().Length > 0;

    /// <summary>Makes a record with its defaults; what is required stays unset.</summary>
    /// <exception cref="TargetInvocationException">The record's constructor throws.</exception>
    public object CreateDefault() =>
        constructor.Invoke([.. constructor.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : null)]);

    private static IEnumerable<Type> Lineage(Type type)
    {
        var types = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType) types.Push(t);
        return types;
    }
}

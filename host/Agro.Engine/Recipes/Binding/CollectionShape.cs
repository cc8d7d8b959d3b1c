using System.Collections;
using System.Collections.Immutable;
using System.Reflection;

namespace Agro.Engine.Recipes.Binding;

/// <summary>How a list or a dictionary is made.</summary>
/// <param name="ItemType">The type of its items or values.</param>
/// <param name="IsDictionary">Whether it is made from a mapping.</param>
/// <param name="CollectionType">Its own type.</param>
internal sealed record CollectionShape(Type ItemType, bool IsDictionary, Type CollectionType)
{
    private static readonly HashSet<Type> Lists =
    [
        typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>),
        typeof(IEnumerable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(IImmutableList<>),
    ];

    private static readonly HashSet<Type> Dictionaries =
    [
        typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(ImmutableDictionary<,>),
        typeof(IImmutableDictionary<,>),
    ];

    /// <summary>The shape of a type; null for what is not a collection that options may have.</summary>
    public static CollectionShape? Of(Type type)
    {
        if (type.IsArray && type.GetArrayRank() == 1) return new(type.GetElementType()!, false, type);
        if (!type.IsConstructedGenericType) return null;
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GetGenericArguments();
        if (Lists.Contains(definition)) return new(arguments[0], false, type);
        return Dictionaries.Contains(definition) && arguments[0] == typeof(string) ? new(arguments[1], true, type) : null;
    }

    public object FromItems(IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(ItemType, items.Count);
        for (var i = 0; i < items.Count; i++) array.SetValue(items[i], i);
        var name = CollectionType.IsArray ? "" : CollectionType.GetGenericTypeDefinition().Name;
        return name switch
        {
            "ImmutableArray`1" => ByItems(typeof(ImmutableArray), nameof(ImmutableArray.CreateRange), [ItemType], array),
            "ImmutableList`1" or "IImmutableList`1" => ByItems(typeof(ImmutableList), nameof(ImmutableList.CreateRange), [ItemType], array),
            "List`1" or "IList`1" or "ICollection`1" => Activator.CreateInstance(typeof(List<>).MakeGenericType(ItemType), array)!,
            _ => array,
        };
    }

    public object FromEntries(IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), ItemType))!;
        foreach (var (key, value) in entries) dictionary.Add(key, value);
        return CollectionType.GetGenericTypeDefinition().Name is "ImmutableDictionary`2" or "IImmutableDictionary`2"
            ? ByItems(typeof(ImmutableDictionary), nameof(ImmutableDictionary.CreateRange), [typeof(string), ItemType], dictionary)
            : dictionary;
    }

    /// <summary>Calls the factory method that takes one sequence.</summary>
    private static object ByItems(Type factory, string method, Type[] arguments, object items) => factory
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Single(m => m.Name == method && m.GetGenericArguments().Length == arguments.Length && TakesSequence(m))
        .MakeGenericMethod(arguments)
        .Invoke(null, [items])!;

    private static bool TakesSequence(MethodInfo method) => method.GetParameters() is [{ ParameterType: { IsGenericType: true } type }]
        && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);
}

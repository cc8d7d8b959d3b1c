using System.Collections.Frozen;
using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>What a test does: <c>value is name(arguments)</c>.</summary>
internal delegate bool Condition(object? value, Arguments arguments, Rendering rendering);

/// <summary>The tests by name.</summary>
internal static class Conditions
{
    private static readonly FrozenDictionary<string, Condition> All = new Dictionary<string, Condition>
    {
        ["defined"] = Of(value => value is not UndefinedValue),
        ["undefined"] = Of(value => value is UndefinedValue),
        ["none"] = Of(value => value is null),
        ["boolean"] = Of(value => value is bool),
        ["true"] = Of(value => value is true),
        ["false"] = Of(value => value is false),
        ["integer"] = Of(value => value is BigInteger),
        ["float"] = Of(value => value is double),
        ["number"] = Of(value => value is bool or BigInteger or double),
        ["string"] = Of(value => value is string or SafeText),
        ["mapping"] = Of(value => value is MappingValue),
        ["iterable"] = Of(value => value is LoopValue || Iteration.TryOf(value) is not null),
        ["sequence"] = Of(value => value is string or SafeText or SequenceValue or MappingValue or UndefinedValue),
        ["callable"] = Of(value => value is ICallable or UndefinedValue),
        ["escaped"] = Of(value => value is SafeText),
        ["lower"] = (value, arguments, rendering) => Casing.Is(Text.Of(Only(value, arguments), rendering), upper: false),
        ["upper"] = (value, arguments, rendering) => Casing.Is(Text.Of(Only(value, arguments), rendering), upper: true),
        ["odd"] = (value, arguments, rendering) => IsRemainder(Only(value, arguments), 2, 1, rendering),
        ["even"] = (value, arguments, rendering) => IsRemainder(Only(value, arguments), 2, 0, rendering),
        ["divisibleby"] = (value, arguments, rendering) => IsRemainder(value, Other(arguments), 0, rendering),
        ["in"] = (value, arguments, rendering) => Equality.Contains(Other(arguments), value, rendering),
        ["sameas"] = (value, arguments, rendering) => IsSame(value, Other(arguments)),
        ["filter"] = Of(value => value is string name && Filters.Has(name)),
        ["test"] = Of(value => value is string name && Find(name) is not null),
        ["=="] = Equals,
        ["eq"] = Equals,
        ["equalto"] = Equals,
        ["!="] = Differs,
        ["ne"] = Differs,
        ["<"] = Compares(order => order < 0),
        ["lt"] = Compares(order => order < 0),
        ["lessthan"] = Compares(order => order < 0),
        ["<="] = Compares(order => order <= 0),
        ["le"] = Compares(order => order <= 0),
        [">"] = Compares(order => order > 0),
        ["gt"] = Compares(order => order > 0),
        ["greaterthan"] = Compares(order => order > 0),
        [">="] = Compares(order => order >= 0),
        ["ge"] = Compares(order => order >= 0),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Condition? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Finds a test that must be there.</summary>
    public static Condition Get(string name) => Find(name) ?? throw Missing(name);

    public static TemplateFault Missing(string name) =>
        new($"there is no test '{name}'; there are: {string.Join(", ", All.Keys.Where(key => char.IsLetter(key[0])).Order(StringComparer.Ordinal))}");

    private static Condition Of(Func<object?, bool> holds) => (value, arguments, _) => holds(Only(value, arguments));

    private static Condition Compares(Func<int?, bool> holds) =>
        (value, arguments, rendering) => holds(Ordering.Compare(value, Other(arguments), rendering));

    private static object? Only(object? value, Arguments arguments)
    {
        arguments.Bind("the test", 0);
        return value;
    }

    private static object? Other(Arguments arguments) => arguments.Bind("the test", 1, "other")[0];

    private static bool Equals(object? value, Arguments arguments, Rendering rendering) => Equality.Equal(value, Other(arguments), rendering);

    private static bool Differs(object? value, Arguments arguments, Rendering rendering) => !Equality.Equal(value, Other(arguments), rendering);

    private static bool IsRemainder(object? value, object? divisor, int remainder, Rendering rendering) =>
        Equality.Equal(Arithmetic.Compute("%", value, divisor is int number ? (BigInteger)number : divisor, rendering), (BigInteger)remainder, rendering);

    private static bool IsSame(object? value, object? other) => value switch
    {
        null => other is null,
        bool or BigInteger or double or string => value.Equals(other),
        _ => ReferenceEquals(value, other),
    };
}

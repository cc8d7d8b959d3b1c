using System.Collections.Frozen;
using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>The methods that values have in Python.</summary>
internal static class Methods
{
    private static readonly FrozenSet<string> ChangingLists =
        FrozenSet.Create(StringComparer.Ordinal, "append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

    private static readonly FrozenSet<string> ChangingMappings =
        FrozenSet.Create(StringComparer.Ordinal, "clear", "pop", "popitem", "setdefault", "update");

    // What Python's numbers have besides; that nobody needs it here must not make it undefined.
    private static readonly FrozenSet<string> OfNumbers = FrozenSet.Create(
        StringComparer.Ordinal, "real", "imag", "numerator", "denominator", "conjugate", "bit_length", "bit_count", "as_integer_ratio",
        "to_bytes", "from_bytes", "hex", "fromhex");

    /// <summary>Finds a method.</summary>
    /// <param name="owner">The value.</param>
    /// <param name="name">The method's name.</param>
    /// <returns>The method; undefined when templates may not call it; null when there is none.</returns>
    /// <exception cref="TemplateFault">Python has it, and it is not supported.</exception>
    public static object? Find(object? owner, string name) => owner switch
    {
        string text => TextMethods.Find(text, name),
        SafeText when TextMethods.Find("", name) is not null =>
            throw new TemplateFault($"text marked by 'safe' or 'escape' has no '{name}' here; use it last"),
        MappingValue when ChangingMappings.Contains(name) => UndefinedValue.Unsafe(owner, name),
        MappingValue mapping => OfMapping(mapping, name),
        ListValue when ChangingLists.Contains(name) => UndefinedValue.Unsafe(owner, name),
        SequenceValue sequence => OfSequence(sequence, name),
        bool or BigInteger when name == "is_integer" => new FunctionValue((_, _) => true),
        double number when name == "is_integer" => new FunctionValue((_, _) => double.IsFinite(number) && number == Math.Floor(number)),
        bool or BigInteger or double when OfNumbers.Contains(name) => throw Unsupported(owner, name),
        _ => null,
    };

    public static TemplateFault Unsupported(object? owner, string name) => new($"'{name}' of a '{TypeName.Of(owner)}' is not supported");

    private static FunctionValue? OfMapping(MappingValue mapping, string name) => name switch
    {
        "get" => new((arguments, rendering) =>
        {
            var bound = arguments.Bind("get", 1, "key", "default");
            KeyComparer.Check(bound[0], rendering);
            return mapping.TryGet(bound[0], out var value) ? value : bound[1];
        }),
        "items" => View(mapping, name, MappingViewKind.Items),
        "keys" => View(mapping, name, MappingViewKind.Keys),
        "values" => View(mapping, name, MappingViewKind.Values),
        "copy" => new((arguments, _) => Nothing(arguments, name, mapping)),
        "fromkeys" => throw Unsupported(mapping, name),
        _ => null,
    };

    private static FunctionValue View(MappingValue mapping, string name, MappingViewKind kind) =>
        new((arguments, _) => Nothing(arguments, name, new MappingView(mapping, kind)));

    private static object Nothing(Arguments arguments, string name, object result)
    {
        arguments.Bind(name, 0);
        return result;
    }

    private static FunctionValue? OfSequence(SequenceValue sequence, string name) => name switch
    {
        "count" => new((arguments, rendering) => (BigInteger)sequence.Count(Is(arguments, name, rendering))),
        "index" => new((arguments, rendering) =>
        {
            var wanted = Is(arguments, name, rendering);
            for (var i = 0; i < sequence.Count; i++)
                if (wanted(sequence[i])) return (BigInteger)i;
            throw new TemplateFault("index(): the value is not in the list");
        }),
        "copy" when sequence is ListValue => new((arguments, _) => Nothing(arguments, name, sequence)),
        "start" or "stop" or "step" when sequence is RangeValue => throw Unsupported(sequence, name),
        _ => null,
    };

    private static Func<object?, bool> Is(Arguments arguments, string name, Rendering rendering)
    {
        var wanted = arguments.Bind(name, 1, "value")[0];
        return item => ReferenceEquals(item, wanted) || Equality.Equal(item, wanted, rendering);
    }
}

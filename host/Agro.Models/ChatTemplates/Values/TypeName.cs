using System.Numerics;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>The names of types as Python has them, for faults.</summary>
internal static class TypeName
{
    public static string Of(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        BigInteger => "int",
        double => "float",
        string => "str",
        SafeText => "Markup",
        ListValue => "list",
        TupleValue => "tuple",
        RangeValue => "range",
        MappingValue => "dict",
        MappingView view => $"dict_{view.Kind.ToString().ToLowerInvariant()}",
        OneTimeSequence => "generator",
        UndefinedValue => "Undefined",
        NamespaceValue => "Namespace",
        LoopValue => "LoopContext",
        MacroValue => "Macro",
        _ => "function",
    };
}

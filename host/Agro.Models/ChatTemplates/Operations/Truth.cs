using System.Numerics;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>What counts as true: what is neither none, zero nor empty.</summary>
internal static class Truth
{
    public static bool Of(object? value) => value switch
    {
        null or UndefinedValue => false,
        bool flag => flag,
        BigInteger number => !number.IsZero,
        double number => number != 0,
        string text => text.Length > 0,
        SafeText safe => safe.Text.Length > 0,
        SequenceValue sequence => sequence.Count > 0,
        MappingValue mapping => mapping.Count > 0,
        MappingView view => view.Count > 0,
        _ => true,
    };
}

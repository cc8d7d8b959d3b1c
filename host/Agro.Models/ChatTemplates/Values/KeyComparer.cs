using System.Numerics;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>Tells keys apart as Python does: 1, 1.0 and true are the same key. <see cref="Check"/> comes before.</summary>
internal sealed class KeyComparer : IEqualityComparer<object>
{
    public static readonly KeyComparer Instance = new();

    private static readonly object None = new();

    /// <summary>A key as dictionaries of .NET take it.</summary>
    public static object ToKey(object? value) => value ?? None;

    /// <summary>The value of a key.</summary>
    public static object? ToValue(object key) => ReferenceEquals(key, None) ? null : key;

    /// <summary>Refuses what cannot be a key.</summary>
    public static void Check(object? value, Rendering rendering)
    {
        rendering.Spend(4);
        if (value is ListValue or MappingValue) throw new TemplateFault($"a {TypeName.Of(value)} cannot be a key of a dictionary");
        if (value is not TupleValue items) return;
        Rendering.CheckStack();
        foreach (var item in items) Check(item, rendering);
    }

    public new bool Equals(object? x, object? y) => (Plain(x), Plain(y)) switch
    {
        (TupleValue left, TupleValue right) => left.Count == right.Count && left.Zip(right).All(pair => Equals(pair.First, pair.Second)),
        (UndefinedValue, UndefinedValue) => true,
        var (left, right) => object.Equals(left, right),
    };

    public int GetHashCode(object obj) => HashOf(obj);

    private static int HashOf(object? value)
    {
        switch (Plain(value))
        {
            case null: return 0;
            case UndefinedValue: return 1;
            case TupleValue items:
                var hash = new HashCode();
                foreach (var item in items) hash.Add(HashOf(item));
                return hash.ToHashCode();
            case string text: return text.GetHashCode(StringComparison.Ordinal);
            case var other: return other.GetHashCode();
        }
    }

    /// <summary>One representative of all that are the same key.</summary>
    private static object? Plain(object? value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        double number when double.IsFinite(number) && number == Math.Floor(number) => new BigInteger(number),
        SafeText safe => safe.Text,
        _ => value,
    };
}

using System.Globalization;
using System.Numerics;

namespace Agro.Engine.Recipes.Binding;

/// <summary>The number types that options may have.</summary>
internal static class NumberTypes
{
    public static bool IsInteger(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64 && !type.IsEnum;

    public static bool IsNumber(Type type) => Type.GetTypeCode(type) is TypeCode.Single or TypeCode.Double or TypeCode.Decimal;

    public static (BigInteger Lowest, BigInteger Highest) Limits(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => (long.MinValue, long.MaxValue),
        _ => (ulong.MinValue, ulong.MaxValue),
    };

    public static object Convert(BigInteger value, Type type) => Type.GetTypeCode(type) == TypeCode.UInt64
        ? (ulong)value
        : System.Convert.ChangeType((long)value, type, CultureInfo.InvariantCulture);

    /// <summary>The value as another type; null where that type has no such finite value.</summary>
    public static object? Convert(double value, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single when float.IsFinite((float)value) => (float)value,
        TypeCode.Double when double.IsFinite(value) => value,
        TypeCode.Decimal when Math.Abs(value) < (double)decimal.MaxValue => (decimal)value,
        _ => null,
    };
}

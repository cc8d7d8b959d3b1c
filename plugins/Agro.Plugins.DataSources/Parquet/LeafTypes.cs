using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>How the values of each type are written as JSON. Bytes are not among them: no prompt or reward looks at them.</summary>
internal static class LeafTypes
{
    /// <summary>Reads the column of a leaf.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="field">The leaf.</param>
    /// <returns>The leaf; null when its values are of no type that can be written.</returns>
    public static Leaf? Open(ParquetRowGroupReader group, DataField field)
    {
        var entries = (int)(group.GetMetadata(field)?.MetaData?.NumValues ?? 0);
        Leaf Of<T>(Action<Utf8JsonWriter, T> write) where T : struct => new Leaf<T>(group, field, entries, write);
        Leaf Text<T>(string format) where T : struct, IFormattable =>
            Of<T>((writer, value) => writer.WriteStringValue(value.ToString(format, CultureInfo.InvariantCulture)));

        return field.ClrType switch
        {
            var type when type == typeof(ReadOnlyMemory<char>) => Of<ReadOnlyMemory<char>>(static (writer, value) => writer.WriteStringValue(value.Span)),
            var type when type == typeof(bool) => Of<bool>(static (writer, value) => writer.WriteBooleanValue(value)),
            var type when type == typeof(sbyte) => Of<sbyte>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(byte) => Of<byte>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(short) => Of<short>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(ushort) => Of<ushort>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(int) => Of<int>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(uint) => Of<uint>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(long) => Of<long>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(ulong) => Of<ulong>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(decimal) => Of<decimal>(static (writer, value) => writer.WriteNumberValue(value)),
            var type when type == typeof(BigInteger) => Of<BigInteger>(static (writer, value) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture))),
            var type when type == typeof(Half) => Of<Half>(static (writer, value) => Write(writer, (double)value)),
            var type when type == typeof(float) => Of<float>(Write),
            var type when type == typeof(double) => Of<double>(Write),
            var type when type == typeof(DateTime) => Of<DateTime>(static (writer, value) => writer.WriteStringValue(value)),
            var type when type == typeof(DateOnly) => Text<DateOnly>("O"),
            var type when type == typeof(TimeOnly) => Text<TimeOnly>("O"),
            var type when type == typeof(TimeSpan) => Text<TimeSpan>("c"),
            var type when type == typeof(Guid) => Text<Guid>("D"),
            _ => null,
        };
    }

    // JSON has no such numbers: as texts they are told to whoever wants a number.
    private static void Write(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}

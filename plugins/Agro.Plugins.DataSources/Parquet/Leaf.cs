using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>
/// The column of a leaf of the schema, read entry by entry. An entry has a value, or tells by its definition level at which depth there is
/// none; its repetition level tells which list it continues (Melnik et al., Dremel, VLDB 2010).
/// </summary>
/// <param name="field">The leaf.</param>
/// <param name="entries">How many entries there are.</param>
internal abstract class Leaf(DataField field, int entries)
{
    private readonly int _full = field.MaxDefinitionLevel;
    private int _entry, _value;

    /// <summary>The definition levels of the entries; null when each has a value.</summary>
    protected int[]? Definitions { get; } = field.MaxDefinitionLevel > 0 ? new int[entries] : null;

    /// <summary>The repetition levels of the entries; null when it is in no list.</summary>
    protected int[]? Repetitions { get; } = field.MaxRepetitionLevel > 0 ? new int[entries] : null;

    /// <summary>The definition level of the entry.</summary>
    public int Definition => Definitions is null ? _full : Definitions[_entry];

    /// <summary>The repetition level of the entry; 0 behind the last.</summary>
    public int Repetition => Repetitions is null || _entry >= Repetitions.Length ? 0 : Repetitions[_entry];

    /// <summary>Writes the value of the entry, or null where it has none, and goes on to the next.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(Utf8JsonWriter writer)
    {
        if (Definition == _full) WriteValue(writer, _value++);
        else writer.WriteNullValue();
        _entry++;
    }

    /// <summary>Goes on to the next entry.</summary>
    public void Skip()
    {
        if (Definition == _full) _value++;
        _entry++;
    }

    /// <summary>Writes a value.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="index">Its place among the values that are there.</param>
    protected abstract void WriteValue(Utf8JsonWriter writer, int index);
}

/// <summary>A leaf whose values have one type.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class Leaf<T> : Leaf
    where T : struct
{
    private readonly T[] _values;
    private readonly Action<Utf8JsonWriter, T> _write;

    /// <summary>Reads the column.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="field">The leaf.</param>
    /// <param name="entries">How many entries there are.</param>
    /// <param name="write">Writes a value.</param>
    public Leaf(ParquetRowGroupReader group, DataField field, int entries, Action<Utf8JsonWriter, T> write) : base(field, entries)
    {
        (_values, _write) = (new T[entries], write);
        // Not ReadRawColumnDataBaseAsync, which needs no type, but keeps the plugin in memory for good.
        group.ReadRawAsync<T>(field, _values, Definitions?.AsMemory(), Repetitions?.AsMemory()).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    protected override void WriteValue(Utf8JsonWriter writer, int index) => _write(writer, _values[index]);
}

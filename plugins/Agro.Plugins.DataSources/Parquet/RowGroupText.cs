using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>Reads the columns of a row group and puts its rows together, each as a JSON object.</summary>
internal static class RowGroupText
{
    /// <summary>Reads a row group.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="index">The row group's place in it.</param>
    /// <returns>A JSON object in UTF-8 for each row.</returns>
    public static byte[][] Read(ParquetReader reader, int index)
    {
        using var group = reader.OpenRowGroupReader(index);
        var columns = Members(group, reader.Schema.Fields);
        var rows = new byte[group.RowCount][];
        if (columns.Count == 0)
        {
            Array.Fill(rows, "{}"u8.ToArray());
            return rows;
        }

        var row = new StructNode(columns, 0);
        var buffer = new ArrayBufferWriter<byte>();
        // It is only ourselves who read it: there is nothing to escape for a web page.
        using var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        for (var i = 0; i < rows.Length; i++)
        {
            row.Write(writer);
            writer.Flush();
            rows[i] = buffer.WrittenSpan.ToArray();
            buffer.ResetWrittenCount();
            writer.Reset();
        }

        return rows;
    }

    private static List<(string Name, FieldNode Node)> Members(ParquetRowGroupReader group, IReadOnlyList<Field> fields) =>
        [.. fields.Select(field => (field.Name, Node: NodeOf(group, field)!)).Where(member => member.Node is not null)];

    /// <summary>Null for a field with nothing in it that can be written.</summary>
    private static FieldNode? NodeOf(ParquetRowGroupReader group, Field field) => field switch
    {
        DataField { IsArray: true } => List(Value(group, (DataField)field), field),
        DataField value => Value(group, value),
        ListField list => List(NodeOf(group, list.Item), list),
        MapField map => List(Struct(Members(group, [map.Key, map.Value]), map), map),
        StructField whole => Struct(Members(group, whole.Fields), whole),
        _ => null,
    };

    private static ListNode? List(FieldNode? item, Field list) =>
        item is null ? null : new(item, list.MaxDefinitionLevel, list.MaxRepetitionLevel);

    private static StructNode? Struct(List<(string Name, FieldNode Node)> members, Field whole) =>
        members.Count > 0 ? new(members, whole.MaxDefinitionLevel) : null;

    private static ValueNode? Value(ParquetRowGroupReader group, DataField field) => LeafTypes.Open(group, field) is { } leaf ? new(leaf) : null;
}

using System.Text.Json;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>A field of the schema with the columns under it, which puts its values together row by row.</summary>
internal abstract class FieldNode
{
    /// <summary>One of the leaves under it: its levels tell what there is of this field too.</summary>
    public abstract Leaf First { get; }

    /// <summary>Writes what the next entry holds, and goes on behind it.</summary>
    /// <param name="writer">Where to.</param>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>Goes on behind an entry that holds nothing.</summary>
    public abstract void Skip();
}

/// <summary>A single value.</summary>
/// <param name="leaf">Its column.</param>
internal sealed class ValueNode(Leaf leaf) : FieldNode
{
    /// <inheritdoc/>
    public override Leaf First => leaf;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer) => leaf.Write(writer);

    /// <inheritdoc/>
    public override void Skip() => leaf.Skip();
}

/// <summary>A struct.</summary>
/// <param name="members">Its fields by name; at least one.</param>
/// <param name="definition">The definition level from which on it is there.</param>
internal sealed class StructNode(IReadOnlyList<(string Name, FieldNode Node)> members, int definition) : FieldNode
{
    /// <inheritdoc/>
    public override Leaf First => members[0].Node.First;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        if (First.Definition < definition)
        {
            Skip();
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        foreach (var (name, node) in members)
        {
            writer.WritePropertyName(name);
            node.Write(writer);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void Skip()
    {
        foreach (var (_, node) in members) node.Skip();
    }
}

/// <summary>A list, or a map as a list of its entries.</summary>
/// <param name="item">Its items.</param>
/// <param name="definition">The definition level from which on it has items; it is empty one level below that.</param>
/// <param name="repetition">The repetition level of entries that continue it.</param>
internal sealed class ListNode(FieldNode item, int definition, int repetition) : FieldNode
{
    /// <inheritdoc/>
    public override Leaf First => item.First;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        var depth = First.Definition;
        if (depth < definition - 1)
        {
            Skip();
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        if (depth < definition) Skip();
        else do item.Write(writer); while (First.Repetition >= repetition);
        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override void Skip() => item.Skip();
}

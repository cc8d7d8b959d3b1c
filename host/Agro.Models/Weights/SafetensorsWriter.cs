using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>Writes safetensors files. A file is complete or absent: it is written beside its place, flushed to disk, and renamed.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors of any device, in the format's canonical order (widest type first, then by name).</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">The header's <c>__metadata__</c>; null for none.</param>
    /// <exception cref="NotSupportedException">A tensor's type is not among those of <see cref="SafetensorsFile"/>.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        Write(path, tensors.Select(item => TensorSource.Of(item.Key, item.Value)), metadata);
    }

    /// <summary>Writes tensors that are made one by one, in the same order.</summary>
    internal static void Write(string path, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var ordered = tensors.OrderByDescending(tensor => SafetensorsType.Size(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        foreach (var tensor in ordered) SafetensorsType.CheckWritten(tensor.Type);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                WriteHeader(stream, ordered, metadata);
                foreach (var tensor in ordered) WriteData(stream, tensor);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteHeader(
        FileStream stream, List<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long position = 0;
            foreach (var tensor in tensors) position = WriteEntry(json, tensor, position);
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8 keep the data aligned for those who map it.
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)buffer.WrittenCount);
        stream.Write(length);
        stream.Write(buffer.WrittenSpan);
    }

    private static long WriteEntry(Utf8JsonWriter json, TensorSource tensor, long position)
    {
        var end = position + tensor.ByteCount;
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsType.Name(tensor.Type));
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private static void WriteData(FileStream stream, TensorSource source)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        TensorBytes.ForEachChunk(source.Make().detach().to(source.Type).cpu().contiguous(), chunk => stream.Write(chunk));
    }
}

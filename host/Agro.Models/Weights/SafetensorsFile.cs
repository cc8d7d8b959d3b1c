using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>
/// A safetensors file, memory-mapped: 8 bytes of header length, a JSON header, the tensors' bytes. The whole header is checked when the
/// file is opened.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _data;

    private SafetensorsFile(string path, SafeFileHandle handle, long headerLength, long length)
    {
        Path = path;
        var header = new byte[headerLength];
        if (RandomAccess.Read(handle, header, 8) != headerLength) throw new InputException($"{path}: the header is truncated");
        (Entries, Metadata) = SafetensorsHeader.Parse(path, header, length - 8 - headerLength);
        ByName = Entries.ToImmutableDictionary(entry => entry.Name, StringComparer.Ordinal);
        if (length == 8 + headerLength) return;
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _data = start + _view.PointerOffset + 8 + headerLength;
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order of the header.</summary>
    public ImmutableArray<SafetensorsEntry> Entries { get; }

    /// <summary>The tensors by name.</summary>
    public ImmutableDictionary<string, SafetensorsEntry> ByName { get; }

    /// <summary>The header's <c>__metadata__</c>.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file; dispose it when its tensors are read.</returns>
    /// <exception cref="InputException">It is absent, truncated, damaged, or holds a type that is not supported.</exception>
    public static SafetensorsFile Open(string path)
    {
        using var handle = InputFile.Open(path);
        var length = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[8];
        if (length < 8 || RandomAccess.Read(handle, prefix, 0) != 8)
            throw new InputException($"{path}: {length} bytes is too short for a safetensors file");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.LongestHeader)
            throw new InputException($"{path}: a header of {headerLength} bytes is above the limit of {SafetensorsHeader.LongestHeader}: not a safetensors file");
        if (headerLength > (ulong)(length - 8))
            throw new InputException($"{path}: the header should have {headerLength} bytes, the file has {length}: it is truncated");
        return new(path, handle, (long)headerLength, length);
    }

    /// <summary>Copies a tensor out of the file.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A new tensor on the CPU, of the file's type and shape, the caller's to dispose.</returns>
    /// <exception cref="InputException">There is no such tensor.</exception>
    public Tensor Read(string name)
    {
        if (!ByName.TryGetValue(name, out var entry)) throw new InputException($"{Path}: no tensor '{name}'");
        var tensor = empty(entry.Shape.AsSpan(), entry.Type);
        var position = entry.Begin;
        TensorBytes.ForEachChunk(tensor, chunk =>
        {
            new ReadOnlySpan<byte>(_data + position, chunk.Length).CopyTo(chunk);
            position += chunk.Length;
        });
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
    }
}

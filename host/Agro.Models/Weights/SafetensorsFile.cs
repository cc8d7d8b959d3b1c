using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>
/// A safetensors file, memory-mapped: 8 bytes of header length, a JSON header, the tensors' bytes. The whole header is checked when the
/// file is opened. Of the tensors only a window is mapped at a time: mapped pages count as memory of the process once they are read.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    /// <summary>The most that is mapped at once, in bytes.</summary>
    internal const int WindowBytes = 1 << 22;

    private readonly MemoryMappedFile? _map;
    private readonly long _data;

    private SafetensorsFile(string path, SafeFileHandle handle, long headerLength, long length)
    {
        Path = path;
        var header = new byte[headerLength];
        if (RandomAccess.Read(handle, header, 8) != headerLength) throw new InputException($"{path}: the header is truncated");
        (Entries, Metadata) = SafetensorsHeader.Parse(path, header, length - 8 - headerLength);
        ByName = Entries.ToImmutableDictionary(entry => entry.Name, StringComparer.Ordinal);
        _data = 8 + headerLength;
        if (length > _data) _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
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
        var entry = Entry(name);
        var tensor = empty(entry.Shape.AsSpan(), entry.Type);
        Read(name, tensor);
        return tensor;
    }

    /// <summary>Copies a tensor out of the file into another of its shape, of any type and on any device.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="into">Receives it; contiguous.</param>
    /// <exception cref="InputException">There is no such tensor.</exception>
    public void Read(string name, Tensor into)
    {
        var entry = Entry(name);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var flat = into.detach().view(-1);
        var size = SafetensorsType.Size(entry.Type);
        long step = WindowBytes / size, count = (entry.End - entry.Begin) / size;
        for (long start = 0; start < count; start += step)
        {
            using var inner = NewDisposeScope();
            var target = flat.narrow(0, start, Math.Min(step, count - start));
            var position = entry.Begin + (start * size);
            if (target.dtype == entry.Type && target.device_type == TorchSharp.DeviceType.CPU)
            {
                WithWindow(position, target.bytes, static (window, bytes) => window.CopyTo(bytes));
            }
            else if (BrainFloat.Fits(entry.Type, target))
            {
                WithWindow(position, target.bytes, BrainFloat.Widen, 2);
            }
            else
            {
                var window = empty(target.shape, entry.Type);
                WithWindow(position, window.bytes, static (window, bytes) => window.CopyTo(bytes));
                target.copy_(window);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _map?.Dispose();
    }

    private SafetensorsEntry Entry(string name) =>
        ByName.TryGetValue(name, out var entry) ? entry : throw new InputException($"{Path}: no tensor '{name}'");

    /// <summary>Maps a window of the file for an action.</summary>
    /// <param name="position">Where it begins, counted from the end of the header.</param>
    /// <param name="into">What the action fills.</param>
    /// <param name="action">Takes the window and what it fills.</param>
    /// <param name="widening">How many times longer that is.</param>
    private void WithWindow(long position, Span<byte> into, Action<ReadOnlySpan<byte>, Span<byte>> action, int widening = 1)
    {
        var length = into.Length / widening;
        using var view = _map!.CreateViewAccessor(_data + position, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        action(new ReadOnlySpan<byte>(start + view.PointerOffset, length), into);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
    }
}

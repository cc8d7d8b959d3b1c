using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Agro.Engine.Hooks;

/// <summary>A compiled script as it lies in the cache: a SHA-256, then what it is of.</summary>
/// <param name="Path">The script; absolute.</param>
/// <param name="Sources">The script, then what it loads.</param>
/// <param name="Names">What it names with <c>#r</c>.</param>
/// <param name="Libraries">What it may load.</param>
/// <param name="Entry">The type that holds the script, and the method of it that runs the script.</param>
internal sealed record ScriptCacheEntry(
    string Path, ImmutableArray<ScriptFile> Sources, ScriptReferenceNames Names, ImmutableArray<ScriptFile> Libraries, (string Type, string Method) Entry)
{
    private const string Format = "agro script 1";

    private ImmutableArray<byte> Image { get; init; }

    private ImmutableArray<byte> Symbols { get; init; }

    /// <summary>The entry of a script.</summary>
    public static ScriptCacheEntry Of(CompiledScript script) => new(
        script.Path, script.Sources, script.Names, [.. script.Libraries.Select(library => library.File)], (script.EntryType, script.EntryMethod))
    {
        Image = script.Image,
        Symbols = script.Symbols,
    };

    /// <summary>Reads an entry.</summary>
    /// <param name="content">The file's content.</param>
    /// <returns>The entry; null when it is damaged or of another format.</returns>
    public static ScriptCacheEntry? Read(byte[] content)
    {
        const int Digest = SHA256.HashSizeInBytes;
        if (content.Length < Digest || !SHA256.HashData(content.AsSpan(Digest)).AsSpan().SequenceEqual(content.AsSpan(0, Digest))) return null;
        using var reader = new BinaryReader(new MemoryStream(content, Digest, content.Length - Digest, writable: false), Encoding.UTF8);
        if (reader.ReadString() != Format) return null;
        return new(reader.ReadString(), Files(reader), new(Texts(reader), Texts(reader)), Files(reader), (reader.ReadString(), reader.ReadString()))
        {
            Image = Bytes(reader),
            Symbols = Bytes(reader),
        };
    }

    /// <summary>The script of this entry.</summary>
    /// <param name="libraries">What it may load, as read now.</param>
    public CompiledScript With(ImmutableArray<ScriptLibrary> libraries) =>
        new(Path, Image, Symbols, Entry.Type, Entry.Method) { Sources = Sources, Names = Names, Libraries = libraries };

    /// <summary>Writes the entry.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        writer.Write(Path);
        Write(writer, Sources);
        Write(writer, Names.Files);
        Write(writer, Names.Packages);
        Write(writer, Libraries);
        writer.Write(Entry.Type);
        writer.Write(Entry.Method);
        Write(writer, Image);
        Write(writer, Symbols);
        writer.Flush();
        var content = stream.ToArray();
        return [.. SHA256.HashData(content), .. content];
    }

    private static ImmutableArray<ScriptFile> Files(BinaryReader reader) =>
        [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new ScriptFile(reader.ReadString(), reader.ReadString()))];

    private static ImmutableArray<string> Texts(BinaryReader reader) => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];

    private static ImmutableArray<byte> Bytes(BinaryReader reader) => ImmutableCollectionsMarshal.AsImmutableArray(reader.ReadBytes(reader.ReadInt32()));

    private static void Write(BinaryWriter writer, ImmutableArray<ScriptFile> files)
    {
        writer.Write(files.Length);
        foreach (var (path, hash) in files)
        {
            writer.Write(path);
            writer.Write(hash);
        }
    }

    private static void Write(BinaryWriter writer, ImmutableArray<string> texts)
    {
        writer.Write(texts.Length);
        foreach (var text in texts) writer.Write(text);
    }

    private static void Write(BinaryWriter writer, ImmutableArray<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes.AsSpan());
    }
}

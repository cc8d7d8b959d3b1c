using System.Buffers.Binary;
using System.Text;

namespace Agro.Models.Native;

/// <summary>
/// The parts of a 64-bit little-endian ELF shared library that decide whether it loads: the symbols it asks of others and the
/// symbol versions it asks for. Offsets are found through the section headers, never assumed.
/// </summary>
internal sealed class ElfImage
{
    private const int DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private readonly byte[] _bytes;
    private readonly List<Section> _sections = [];

    private ElfImage(byte[] bytes) => _bytes = bytes;

    private readonly record struct Section(uint Type, int Offset, int Size, int Link, int Info);

    /// <summary>A version of a library's symbols that the image asks for.</summary>
    /// <param name="Library">The library, such as <c>libstdc++.so.6</c>.</param>
    /// <param name="Version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <param name="Index">Its index in the symbol version table.</param>
    /// <param name="FlagsOffset">Where its flags lie in the file.</param>
    internal readonly record struct VersionNeed(string Library, string Version, int Index, int FlagsOffset);

    /// <summary>Reads an image, or returns null when the bytes are not a 64-bit little-endian ELF file.</summary>
    public static ElfImage? Parse(byte[] bytes)
    {
        if (bytes.Length < 64 || BinaryPrimitives.ReadUInt32BigEndian(bytes) != 0x7f454c46 || bytes[4] != 2 || bytes[5] != 1) return null;
        var image = new ElfImage(bytes);
        try
        {
            image.ReadSections();
            return image;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>All symbol versions that the image asks for.</summary>
    public IEnumerable<VersionNeed> VersionsNeeded()
    {
        foreach (var section in _sections.Where(section => section.Type == VersionNeeds))
        {
            var need = section.Offset;
            for (var i = 0; i < section.Info; i++)
            {
                var library = Name(section.Link, Int32(need + 4));
                var entry = need + Int32(need + 8);
                for (var j = UInt16(need + 2); j > 0; j--)
                {
                    yield return new VersionNeed(library, Name(section.Link, Int32(entry + 8)), UInt16(entry + 6) & 0x7fff, entry + 4);
                    entry += Int32(entry + 12);
                }

                need += Int32(need + 12);
            }
        }
    }

    /// <summary>The names of the symbols that the image expects from other libraries.</summary>
    public IEnumerable<string> UndefinedSymbols() =>
        Symbols().Where(symbol => symbol.Section == 0 && symbol.Binding != 2 && symbol.Name.Length > 0).Select(symbol => symbol.Name);

    /// <summary>The names of the symbols that are bound to a needed version.</summary>
    public IEnumerable<string> SymbolsOf(VersionNeed need)
    {
        var versions = _sections.Single(section => section.Type == SymbolVersions);
        return Symbols().Where(symbol => (UInt16(versions.Offset + (2 * symbol.Index)) & 0x7fff) == need.Index).Select(symbol => symbol.Name);
    }

    /// <summary>A copy of the file in which one version is asked for weakly, so that its absence does not stop the loader.</summary>
    public byte[] WithWeak(VersionNeed need)
    {
        const ushort weak = 2;
        var copy = (byte[])_bytes.Clone();
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(need.FlagsOffset));
        BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(need.FlagsOffset), (ushort)(flags | weak));
        return copy;
    }

    private IEnumerable<(int Index, string Name, int Section, int Binding)> Symbols()
    {
        foreach (var table in _sections.Where(section => section.Type == DynamicSymbols))
        {
            for (var i = 1; i < table.Size / 24; i++)
            {
                var symbol = table.Offset + (24 * i);
                yield return (i, Name(table.Link, Int32(symbol)), UInt16(symbol + 6), _bytes[symbol + 4] >> 4);
            }
        }
    }

    private void ReadSections()
    {
        var table = checked((int)BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(0x28)));
        var size = UInt16(0x3a);
        for (var i = 0; i < UInt16(0x3c); i++)
        {
            var header = table + (i * size);
            var type = (uint)Int32(header + 4);
            var offset = type == 8 ? 0 : checked((int)BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(header + 0x18)));
            var length = type == 8 ? 0 : checked((int)BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(header + 0x20)));
            _sections.Add(new Section(type, offset, length, Int32(header + 0x28), Int32(header + 0x2c)));
        }
    }

    private string Name(int stringTable, int offset)
    {
        var start = _sections[stringTable].Offset + offset;
        var length = _bytes.AsSpan(start).IndexOf((byte)0);
        return Encoding.UTF8.GetString(_bytes, start, length);
    }

    private int Int32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(offset));

    private int UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));
}

using System.Collections.Frozen;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>
/// The characters that byte-level vocabularies write bytes as (Radford et al. 2019, GPT-2): printable Latin-1 stands for itself,
/// the other 68 bytes for the characters from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();
    private static readonly FrozenDictionary<char, byte> Bytes = Characters.Select((c, b) => (c, b)).ToFrozenDictionary(x => x.c, x => (byte)x.b);

    /// <summary>The character of a byte.</summary>
    public static char Character(byte value) => Characters[value];

    /// <summary>The byte of a character.</summary>
    public static bool TryByte(char character, out byte value) => Bytes.TryGetValue(character, out value);

    /// <summary>Writes each byte of the text's UTF-8 as its character.</summary>
    public static string Write(ReadOnlySpan<char> text)
    {
        var bytes = new byte[System.Text.Encoding.UTF8.GetByteCount(text)];
        System.Text.Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(bytes.Length, bytes, static (characters, source) =>
        {
            for (var i = 0; i < source.Length; i++) characters[i] = Characters[source[i]];
        });
    }

    private static char[] Make()
    {
        var characters = new char[256];
        var next = '\u0100';
        for (var b = 0; b < 256; b++)
        {
            var printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[b] = printable ? (char)b : next++;
        }
        return characters;
    }
}

using System.Text;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Symbols of byte-level vocabularies: the bytes of the word's UTF-8.</summary>
internal sealed class ByteSymbols : IWordSymbols
{
    private readonly Vocabulary _vocabulary;
    private readonly UnknownRun _unknown;
    private readonly int[] _bytes = new int[256];

    public ByteSymbols(Vocabulary vocabulary, UnknownRun unknown)
    {
        (_vocabulary, _unknown) = (vocabulary, unknown);
        for (var b = 0; b < 256; b++) _bytes[b] = vocabulary.Find([ByteAlphabet.Character((byte)b)]);
    }

    public int Capacity(int length) => 3 * length;

    public int Write(ReadOnlySpan<char> word, Span<int> symbols)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (3 * word.Length > bytes.Length) bytes = new byte[3 * word.Length];
        bytes = bytes[..Encoding.UTF8.GetBytes(word, bytes)];
        var (count, unknown) = (0, _unknown);
        foreach (var b in bytes)
        {
            if (_bytes[b] < 0)
            {
                unknown.Meet(symbols, ref count);
                continue;
            }
            unknown.End(symbols, ref count);
            symbols[count++] = _bytes[b];
        }
        unknown.End(symbols, ref count);
        return count;
    }

    public int WholeWord(ReadOnlySpan<char> word) => _vocabulary.Find(ByteAlphabet.Write(word));
}

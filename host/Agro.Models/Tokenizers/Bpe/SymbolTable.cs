using System.Globalization;
using System.Text;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>The ids of what a word is first taken apart into: characters, or bytes.</summary>
internal sealed class SymbolTable
{
    private readonly Vocabulary _vocabulary;
    private readonly int[] _characters = new int[char.MaxValue + 1];
    private readonly int[]? _fallback;
    private readonly HashSet<int> _standIns = [];

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="byteFallback">Whether an unknown character becomes the tokens of its bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</param>
    /// <param name="unknown">The id of the unknown token, or -1.</param>
    public SymbolTable(Vocabulary vocabulary, bool byteFallback, int unknown)
    {
        (_vocabulary, Unknown) = (vocabulary, unknown);
        Span<char> one = stackalloc char[1];
        for (var c = 0; c <= char.MaxValue; c++)
        {
            one[0] = (char)c;
            _characters[c] = char.IsSurrogate((char)c) ? -1 : vocabulary.Find(one);
        }
        if (unknown >= 0) _standIns.Add(unknown);
        if (!byteFallback) return;
        _fallback = new int[256];
        for (var b = 0; b < 256; b++)
        {
            _fallback[b] = vocabulary.Find(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"));
            if (_fallback[b] >= 0) _standIns.Add(_fallback[b]);
        }
    }

    /// <summary>The id of the unknown token, or -1.</summary>
    public int Unknown { get; }

    /// <summary>Whether an id can stand for a text other than its own.</summary>
    public bool IsStandIn(int id) => _standIns.Contains(id);

    /// <summary>The id of a character, or -1.</summary>
    public int Of(char character) => _characters[character];

    /// <summary>The id of a character, given as one or two UTF-16 units, or -1.</summary>
    public int Of(ReadOnlySpan<char> character) => character.Length == 1 ? _characters[character[0]] : _vocabulary.Find(character);

    /// <summary>Writes the tokens of a text's bytes.</summary>
    /// <returns>How many, or 0 where some byte has no token.</returns>
    public int Fallback(ReadOnlySpan<char> text, Span<int> ids)
    {
        if (_fallback is null) return 0;
        Span<byte> bytes = stackalloc byte[64];
        if (text.Length * 3 > bytes.Length) bytes = new byte[text.Length * 3];
        var count = Encoding.UTF8.GetBytes(text, bytes);
        for (var i = 0; i < count; i++)
        {
            if (_fallback[bytes[i]] < 0) return 0;
            ids[i] = _fallback[bytes[i]];
        }
        return count;
    }
}

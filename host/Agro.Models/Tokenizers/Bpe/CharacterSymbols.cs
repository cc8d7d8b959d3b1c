namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Symbols of SentencePiece-style vocabularies: characters, or the bytes of a character that has no token.</summary>
internal sealed class CharacterSymbols(Vocabulary vocabulary, SymbolTable table, BpeOptions options) : IWordSymbols
{
    private readonly bool _plain = options.ContinuingSubwordPrefix.Length == 0 && options.EndOfWordSuffix.Length == 0;

    public int Capacity(int length) => 3 * length * (1 + options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length);

    public int Write(ReadOnlySpan<char> word, Span<int> symbols)
    {
        var (count, unknown) = (0, new UnknownRun(table.Unknown, options.FuseUnknown));
        for (var start = 0; start < word.Length;)
        {
            var end = start + (char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1);
            var character = _plain ? word[start..end] : Affixed(word[start..end], start == 0, end == word.Length);
            var id = table.Of(character);
            if (id >= 0)
            {
                unknown.End(symbols, ref count);
                symbols[count++] = id;
            }
            else if (table.Fallback(character, symbols[count..]) is > 0 and var bytes) count += bytes;
            else unknown.Meet(symbols, ref count);
            start = end;
        }
        unknown.End(symbols, ref count);
        return count;
    }

    public int WholeWord(ReadOnlySpan<char> word) => vocabulary.Find(word);

    private string Affixed(ReadOnlySpan<char> character, bool first, bool last) =>
        string.Concat(first ? "" : options.ContinuingSubwordPrefix, character, last ? options.EndOfWordSuffix : "");
}

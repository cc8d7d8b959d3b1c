namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Takes a word apart into the symbols that merging starts from.</summary>
internal interface IWordSymbols
{
    /// <summary>The most symbols that a word of so many characters has.</summary>
    int Capacity(int length);

    /// <summary>Writes the symbols of a word.</summary>
    /// <returns>How many there are.</returns>
    int Write(ReadOnlySpan<char> word, Span<int> symbols);

    /// <summary>The id of a word that is a token as it stands, or -1.</summary>
    int WholeWord(ReadOnlySpan<char> word);
}

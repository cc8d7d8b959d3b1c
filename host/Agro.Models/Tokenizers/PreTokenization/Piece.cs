namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>A stretch of normalized text on its way to becoming words.</summary>
/// <param name="Text">The text it lies in.</param>
/// <param name="Start">Its first UTF-16 unit.</param>
/// <param name="Length">Its length in UTF-16 units.</param>
/// <param name="AtStart">Whether the whole input begins with it.</param>
internal readonly record struct Piece(string Text, int Start, int Length, bool AtStart)
{
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    /// <summary>A part of the piece.</summary>
    public Piece Part(int start, int end) => new(Text, Start + start, end - start, AtStart && start == 0);

    /// <summary>The piece with another text.</summary>
    public Piece With(string text) => new(text, 0, text.Length, AtStart);
}

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>Runs the steps one after the other, each over all parts that the one before it left.</summary>
internal sealed class WordSplitter(IPreTokenizer[] steps)
{
    /// <summary>Splits a text into words; what no pattern matches stays, as a word of its own.</summary>
    public List<Piece> Split(string text, bool atStart)
    {
        var pieces = new List<Piece>(steps.Length == 0 ? 1 : text.Length / 4 + 4) { new(text, 0, text.Length, atStart) };
        if (steps.Length == 0) return pieces;
        var next = new List<Piece>(pieces.Capacity);
        foreach (var step in steps)
        {
            next.Clear();
            foreach (var piece in pieces)
            {
                if (piece.Length > 0) step.Split(piece, next);
            }
            (pieces, next) = (next, pieces);
        }
        return pieces;
    }
}

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>One step of splitting a text into words; merges never cross from one word to the next.</summary>
internal interface IPreTokenizer
{
    /// <summary>Adds the parts of a piece. Empty parts may be left out.</summary>
    void Split(Piece piece, List<Piece> parts);
}

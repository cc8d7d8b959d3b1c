namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>What becomes of a pattern's matches. The names are those of tokenizer.json.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

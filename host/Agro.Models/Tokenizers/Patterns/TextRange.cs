namespace Agro.Models.Tokenizers.Patterns;

/// <summary>A stretch of text that a pattern matched, or a gap between two matches.</summary>
/// <param name="Start">Its first UTF-16 unit.</param>
/// <param name="End">The unit after its last.</param>
/// <param name="IsMatch">Whether it is a match.</param>
internal readonly record struct TextRange(int Start, int End, bool IsMatch);

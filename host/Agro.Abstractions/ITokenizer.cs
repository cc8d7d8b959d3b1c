using System.Collections.Immutable;

namespace Agro;

/// <summary>Turns text into tokens and back, as a Hugging Face <c>tokenizer.json</c> says. Safe to call from several threads.</summary>
public interface ITokenizer
{
    /// <summary>One more than the highest token id.</summary>
    int VocabularySize { get; }

    /// <summary>Encodes text.</summary>
    /// <param name="text">The text. Literals of special tokens in it become those tokens.</param>
    /// <param name="addSpecialTokens">Whether the tokenizer's own beginning and end tokens are added, as Hugging Face does for a prompt.</param>
    /// <returns>Token ids.</returns>
    ImmutableArray<int> Encode(string text, bool addSpecialTokens = true);

    /// <summary>Decodes tokens.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The text; incomplete UTF-8 becomes U+FFFD.</returns>
    string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens = true);

    /// <summary>Looks up one token by its exact text, such as <c>&lt;/s&gt;</c>.</summary>
    /// <param name="token">The token's text in the vocabulary.</param>
    /// <returns>Its id, or null.</returns>
    int? TokenId(string token);
}

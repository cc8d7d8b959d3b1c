using Agro.Models.Tokenizers.Files;
using Microsoft.ML.Tokenizers;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>
/// Merges by Microsoft.ML.Tokenizers. It is given single words: its own pre-tokenizer splits GPT-2's and GPT-4o's patterns differently
/// from the reference implementation where white space is followed by a word ("x\n\ny"), so that only its merging is used.
/// </summary>
internal sealed class MicrosoftEncoder : IWordEncoder
{
    private readonly BpeTokenizer _tokenizer;

    public MicrosoftEncoder(BpeSection section, Vocabulary vocabulary)
    {
        var merges = new List<string>();
        section.ReadMerges((left, right) =>
        {
            merges.Add(string.Concat(left, " ", right));
            return null;
        });
        var options = new Microsoft.ML.Tokenizers.BpeOptions(vocabulary.Entries) { Merges = merges, ByteLevel = true, PreTokenizer = null };
        _tokenizer = BpeTokenizer.Create(options);
    }

    /// <summary>Whether a model is one that it encodes exactly.</summary>
    /// <param name="options">The model's options.</param>
    /// <param name="toBytes">Whether the symbols are bytes.</param>
    /// <param name="vocabulary">Must have a token for each byte.</param>
    public static bool Fits(BpeOptions options, bool toBytes, Vocabulary vocabulary) =>
        toBytes && !options.IgnoreMerges && Enumerable.Range(0, 256).All(b => vocabulary.Find([ByteAlphabet.Character((byte)b)]) >= 0);

    public void Encode(ReadOnlySpan<char> word, List<int> ids) =>
        ids.AddRange(_tokenizer.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false));
}

using System.Text;
using Agro.Models.Tokenizers.Decoding;

namespace Agro.Models.Tokenizers;

/// <summary>
/// Decodes tokens as they come. What it gives, put together, is exactly what <see cref="Tokenizer.Decode"/> gives for all of them: characters that are not
/// complete yet, and text that later tokens can still change, are held back. One instance decodes one text, on one thread at a time.
/// </summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
public sealed class StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens = true)
{
    private readonly DecoderRun _run = tokenizer.NewDecoderRun();
    private readonly StringBuilder _text = new();

    /// <summary>Takes the next token.</summary>
    /// <param name="token">Its id. An id without a token gives nothing, as in <see cref="Tokenizer.Decode"/>.</param>
    /// <returns>The text that has become certain; often that token's, empty while a character is incomplete.</returns>
    public string Append(int token)
    {
        _text.Clear();
        if (tokenizer.DecodedToken(token, skipSpecialTokens) is { } text) _run.Push(text, _text);
        return _text.ToString();
    }

    /// <summary>Ends the text.</summary>
    /// <returns>What was held back, with U+FFFD for incomplete characters.</returns>
    public string Finish()
    {
        _text.Clear();
        _run.Finish(_text);
        return _text.ToString();
    }
}

using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Files;
using Agro.Models.Tokenizers.PreTokenization;

namespace Agro.Models.Tokenizers;

/// <summary>Pre-tokenizer and model: turns normalized text, without added tokens in it, into token ids. Safe to call from several threads.</summary>
internal sealed class TextEncoder(WordSplitter splitter, BpeModel model)
{
    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="atStart">Whether the whole input begins with it.</param>
    /// <param name="ids">Takes the ids.</param>
    public void Encode(string text, bool atStart, List<int> ids)
    {
        foreach (var word in splitter.Split(text, atStart)) model.Encode(word.Span, ids);
    }

    public static TextEncoder Read(TokenizerFile file, Vocabulary vocabulary, BpeEngine engine)
    {
        var options = BpeOptions.Read(file.Model.Options);
        var (steps, toBytes) = PreTokenizerReader.Read(file.Root.Optional("pre_tokenizer"), options.CanTakeBytes);
        return new TextEncoder(new WordSplitter(steps), new BpeModelReader(file.Model, options, vocabulary).Read(toBytes, engine));
    }
}

using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Files;
using Agro.Models.Tokenizers.PreTokenization;

namespace Agro.Models.Tokenizers;

/// <summary>Turns normalized text, without added tokens in it, into token ids. Safe to call from several threads.</summary>
internal interface ITextEncoder
{
    /// <param name="text">The text.</param>
    /// <param name="atStart">Whether the whole input begins with it.</param>
    /// <param name="ids">Takes the ids.</param>
    void Encode(string text, bool atStart, List<int> ids);
}

/// <summary>Pre-tokenizer and BPE model, as tokenizer.json describes them.</summary>
internal sealed class TextEncoder(WordSplitter splitter, BpeModel model) : ITextEncoder
{
    public void Encode(string text, bool atStart, List<int> ids)
    {
        foreach (var word in splitter.Split(text, atStart))
        {
            if (word.Length > 0) model.Encode(word.Span, ids);
        }
    }

    public static TextEncoder Read(TokenizerFile file, Vocabulary vocabulary)
    {
        var section = file.Model;
        var options = BpeOptions.Read(section.Options);
        var (steps, toBytes) = PreTokenizerReader.Read(file.Root.Optional("pre_tokenizer"), options.CanTakeBytes);
        var unknown = options.UnknownToken is { } token ? vocabulary.Id(token) ?? throw section.Options.Required("unk_token").Fault($"'{token}' is not in the vocabulary") : -1;
        var characters = toBytes ? null : new SymbolTable(vocabulary, options.ByteFallback, unknown);
        var affixed = options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length > 0;
        var boundaries = characters is null || affixed ? null : new MergeBoundaries(characters);
        var rules = new MergeRules(vocabulary, options.ContinuingSubwordPrefix.Length, boundaries);
        section.ReadMerges(rules);
        IWordSymbols symbols = characters is null
            ? new ByteSymbols(vocabulary, new UnknownRun(unknown, options.FuseUnknown))
            : new CharacterSymbols(vocabulary, characters, options);
        return new TextEncoder(new WordSplitter(steps), new BpeModel(options, symbols, rules.Build(), boundaries));
    }
}

using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Builds the model of a tokenizer.json.</summary>
/// <param name="section">The model's part of the file.</param>
/// <param name="options">Its options.</param>
/// <param name="vocabulary">Its tokens.</param>
internal sealed class BpeModelReader(BpeSection section, BpeOptions options, Vocabulary vocabulary)
{
    /// <summary>Builds the model.</summary>
    /// <param name="toBytes">Whether words come as text whose bytes are the symbols.</param>
    /// <param name="engine">Who merges.</param>
    public BpeModel Read(bool toBytes, BpeEngine engine)
    {
        if (engine == BpeEngine.MicrosoftMachineLearning && MicrosoftEncoder.Fits(options, toBytes, vocabulary))
        {
            return new BpeModel(new MicrosoftEncoder(section, vocabulary), null);
        }
        return toBytes ? Bytes() : Characters();
    }

    private BpeModel Bytes()
    {
        var rules = new MergeRules(vocabulary, 0, null);
        section.ReadMerges(rules.Add);
        var symbols = new ByteSymbols(vocabulary, new UnknownRun(Unknown(), options.FuseUnknown));
        return new BpeModel(new PairEncoder(symbols, rules.Build(), options.IgnoreMerges), null);
    }

    private BpeModel Characters()
    {
        var table = new SymbolTable(vocabulary, options.ByteFallback, Unknown());
        // Affixes depend on where a word begins and ends, and a word that is a token must be seen whole: neither can be cut.
        var affixed = options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length > 0;
        var boundaries = affixed || options.IgnoreMerges ? null : new MergeBoundaries(table);
        var rules = new MergeRules(vocabulary, options.ContinuingSubwordPrefix.Length, boundaries);
        section.ReadMerges(rules.Add);
        var symbols = new CharacterSymbols(vocabulary, table, options);
        return new BpeModel(new PairEncoder(symbols, rules.Build(), options.IgnoreMerges), boundaries is { Usable: true } ? boundaries : null);
    }

    private int Unknown() => options.UnknownToken is not { } token ? -1
        : vocabulary.Id(token) ?? throw section.Options.Required("unk_token").Fault($"'{token}' is not in the vocabulary");
}

using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>The options of a BPE model, named as tokenizer.json names them.</summary>
internal sealed record BpeOptions
{
    public string? UnknownToken { get; init; }

    public string ContinuingSubwordPrefix { get; init; } = "";

    public string EndOfWordSuffix { get; init; } = "";

    public bool FuseUnknown { get; init; }

    public bool ByteFallback { get; init; }

    public bool IgnoreMerges { get; init; }

    /// <summary>Whether words may come as plain text whose UTF-8 bytes are the symbols, which saves writing them in the byte alphabet.</summary>
    public bool CanTakeBytes => !ByteFallback && ContinuingSubwordPrefix.Length == 0 && EndOfWordSuffix.Length == 0;

    public static BpeOptions Read(JsonPart model) => new()
    {
        UnknownToken = model.Optional("unk_token")?.Text(),
        ContinuingSubwordPrefix = model.Optional("continuing_subword_prefix")?.Text() ?? "",
        EndOfWordSuffix = model.Optional("end_of_word_suffix")?.Text() ?? "",
        FuseUnknown = model.Flag("fuse_unk", false),
        ByteFallback = model.Flag("byte_fallback", false),
        IgnoreMerges = model.Flag("ignore_merges", false),
    };
}

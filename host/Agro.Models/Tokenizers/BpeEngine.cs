namespace Agro.Models.Tokenizers;

/// <summary>
/// Who merges the symbols of a word. Both give the same tokens. Agro's own is the default: it is faster on words not seen before, loads in less time
/// and memory, and covers every model; Microsoft.ML.Tokenizers takes part in byte-level models that have a token for each byte.
/// </summary>
public enum BpeEngine
{
    /// <summary>Agro's own merging.</summary>
    Agro,

    /// <summary>BpeTokenizer of Microsoft.ML.Tokenizers, where the model is byte-level; elsewhere Agro's own.</summary>
    MicrosoftMachineLearning,
}

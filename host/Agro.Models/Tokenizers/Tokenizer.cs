using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Agro.Models.Tokenizers.AddedTokens;
using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Decoding;
using Agro.Models.Tokenizers.Files;
using Agro.Models.Tokenizers.Normalization;

namespace Agro.Models.Tokenizers;

/// <summary>
/// A Hugging Face tokenizer with a BPE model. Ids and text are those of the reference implementation (huggingface/tokenizers);
/// its <c>truncation</c> and <c>padding</c> are not applied. Safe to call from several threads.
/// </summary>
public sealed class Tokenizer : ITokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly INormalizer _normalizer;
    private readonly AddedTokenSplitter _rawSplitter;
    private readonly AddedTokenSplitter _normalizedSplitter;
    private readonly TextEncoder _encoder;
    private readonly PostProcessor _postProcessor;
    private readonly Func<IDecoderStage>[] _decoder;
    private readonly FrozenDictionary<int, AddedToken> _addedTokens;
    private readonly FrozenDictionary<int, string> _addedTexts;
    private readonly FrozenSet<int> _specialIds;
    private readonly FrozenDictionary<string, int> _addedIds;
    private readonly NamedTokens _named;

    private Tokenizer(TokenizerFile file, JsonPart? config, NamedTokens named, BpeEngine engine)
    {
        _named = named;
        _vocabulary = file.Model.ReadVocabulary();
        _normalizer = NormalizerReader.Read(file.Root.Optional("normalizer"));
        _encoder = TextEncoder.Read(file, _vocabulary, engine);
        _postProcessor = PostProcessor.Read(file.Root.Optional("post_processor"));
        _decoder = DecoderReader.Read(file.Root.Optional("decoder"));
        var added = AddedTokenReader.Read(file, config, _vocabulary);
        _addedTokens = added.DistinctBy(token => token.Id).ToFrozenDictionary(token => token.Id);
        // The reference decodes a token that is looked for in normalized text to its normalized form, and knows special tokens by their text.
        var special = added.Where(token => token.Special).Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        _addedTexts = _addedTokens.ToFrozenDictionary(
            pair => pair.Key,
            pair => pair.Value.Normalized ? _normalizer.Normalize(pair.Value.Content) : pair.Value.Content);
        _specialIds = _addedTexts.Where(pair => special.Contains(pair.Value)).Select(pair => pair.Key).ToFrozenSet();
        _addedIds = added.ToFrozenDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        _rawSplitter = new AddedTokenSplitter(added.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalizedSplitter = new AddedTokenSplitter(added.Where(token => token.Normalized).Select(token => (_normalizer.Normalize(token.Content), token)));
        VocabularySize = Math.Max(_vocabulary.Size, added.Select(token => token.Id + 1).DefaultIfEmpty().Max());
        SpecialTokens = added.Where(token => token.Special).ToFrozenDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <summary>The special tokens: texts and ids.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>The token that begins a text, as tokenizer_config.json or special_tokens_map.json names it; null where none does.</summary>
    public string? BeginningOfSequenceToken => _named.Beginning;

    /// <summary>The token that ends a text, as tokenizer_config.json or special_tokens_map.json names it; null where none does.</summary>
    public string? EndOfSequenceToken => _named.End;

    /// <summary>The token that fills a batch up, as tokenizer_config.json or special_tokens_map.json names it; null where none does.</summary>
    public string? PaddingToken => _named.Padding;

    /// <summary>The token for text without one, as tokenizer_config.json or special_tokens_map.json names it; null where none does.</summary>
    public string? UnknownToken => _named.Unknown;

    /// <summary>
    /// Reads the tokenizer of a model folder: tokenizer.json, and where present tokenizer_config.json and special_tokens_map.json for the names of
    /// the tokens with a role and for added tokens that tokenizer.json lacks.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="engine">Who merges; it changes no token.</param>
    /// <exception cref="InputException">A file is missing, broken, or asks for what is not supported.</exception>
    /// <exception cref="AgroException">The tokenizer needs Unicode normalization and .NET runs without its data.</exception>
    public static Tokenizer Load(string directory, BpeEngine engine = BpeEngine.Agro)
    {
        var path = Path.Combine(directory, "tokenizer.json");
        if (!Path.Exists(path)) throw new InputException($"{directory}: there is no tokenizer.json in it");
        var configPath = Path.Combine(directory, "tokenizer_config.json");
        var mapPath = Path.Combine(directory, "special_tokens_map.json");
        var (config, map) = (JsonFile.ReadIfPresent(configPath), JsonFile.ReadIfPresent(mapPath));
        return Read(path, config, NamedTokens.Read(config, map), engine);
    }

    /// <summary>Reads a tokenizer.json by itself.</summary>
    /// <param name="tokenizerJsonPath">The file.</param>
    /// <param name="engine">Who merges; it changes no token.</param>
    /// <exception cref="InputException">The file is missing, broken, or asks for what is not supported.</exception>
    /// <exception cref="AgroException">The tokenizer needs Unicode normalization and .NET runs without its data.</exception>
    public static Tokenizer Read(string tokenizerJsonPath, BpeEngine engine = BpeEngine.Agro) =>
        Read(tokenizerJsonPath, null, NamedTokens.None, engine);

    /// <inheritdoc/>
    public ImmutableArray<int> Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = WellFormed(text);
        var ids = new List<int>(text.Length / 3 + 8);
        foreach (var stretch in _rawSplitter.Split(text))
        {
            if (stretch.Token is { } token) ids.Add(token);
            else EncodeStretch(text[stretch.Start..stretch.End], stretch.Start == 0, ids);
        }
        if (addSpecialTokens) ids = _postProcessor.Apply(ids);
        return ImmutableCollectionsMarshal.AsImmutableArray(ids.ToArray());
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens = true)
    {
        var run = NewDecoderRun();
        var text = new StringBuilder(4 * tokens.Length);
        foreach (var token in tokens)
        {
            if (DecodedToken(token, skipSpecialTokens) is { } piece) run.Push(piece, text);
        }
        run.Finish(text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public int? TokenId(string token) => _addedIds.TryGetValue(token, out var id) ? id : _vocabulary.Id(token);

    /// <summary>The text of a token as the vocabulary writes it, such as <c>Ġthe</c>; null where the id has no token.</summary>
    /// <param name="id">The token id.</param>
    public string? TokenText(int id) => _addedTokens.TryGetValue(id, out var token) ? token.Content : _vocabulary.Token(id);

    internal DecoderRun NewDecoderRun() => new(_decoder);

    internal string? DecodedToken(int id, bool skipSpecialTokens) =>
        skipSpecialTokens && _specialIds.Contains(id) ? null : _addedTexts.TryGetValue(id, out var text) ? text : _vocabulary.Token(id);

    private static Tokenizer Read(string path, JsonPart? config, NamedTokens named, BpeEngine engine)
    {
        var bytes = JsonFile.ReadBytes(path);
        return JsonFile.Guard(path, bytes, content => new Tokenizer(TokenizerFile.Parse(path, content), config, named, engine));
    }

    private void EncodeStretch(string text, bool atStart, List<int> ids)
    {
        text = _normalizer.Normalize(text);
        foreach (var stretch in _normalizedSplitter.Split(text))
        {
            if (stretch.Token is { } token) ids.Add(token);
            else _encoder.Encode(text[stretch.Start..stretch.End], atStart && stretch.Start == 0, ids);
        }
    }

    // Half a surrogate pair is no character: it becomes U+FFFD, as it does in UTF-8.
    private static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) result.Append(rune);
        return result.ToString();
    }
}

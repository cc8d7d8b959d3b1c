using Agro.Models.Tokenizers.Files;
using Agro.Models.Tokenizers.Patterns;
using Agro.Models.Tokenizers.PreTokenization;

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal sealed class DecoderReader
{
    private const string Supported = "ByteLevel, ByteFallback, Fuse, Strip, Replace, Metaspace, BPEDecoder, Sequence";

    private readonly List<Func<IDecoderStage>> _stages = [];
    private bool _fused;

    private DecoderReader()
    {
    }

    /// <summary>Reads the steps, each as what makes a new stage: stages have state, so that every text has its own.</summary>
    public static Func<IDecoderStage>[] Read(JsonPart? part)
    {
        if (part is not { } present) return [static () => new SpacedStage()];
        var reader = new DecoderReader();
        reader.Add(present);
        return [.. reader._stages];
    }

    private void Add(JsonPart part)
    {
        switch (part.Type)
        {
            case "ByteLevel":
                _stages.Add(static () => new ByteLevelStage());
                _fused = true;
                break;
            case "ByteFallback":
                AddTokenStage(static () => new ByteFallbackStage());
                break;
            // Texts are joined at the end in any case; what it means is that the steps after it see one text.
            case "Fuse": _fused = true; break;
            case "Strip": AddStrip(part); break;
            case "Replace":
                var (pattern, content) = (Pattern.Read(part.Required("pattern")), part.Required("content").Text());
                AddTokenStage(() => new TokenMap(text => pattern.Replace(text, content)));
                break;
            case "Metaspace":
                var replacement = part.Optional("replacement")?.Text() ?? "\u2581";
                var dropsFirst = MetaspaceOptions.Scheme(part) != MetaspaceScheme.Never;
                AddTokenStage(() => new MetaspaceStage(replacement, dropsFirst));
                break;
            case "BPEDecoder":
                var suffix = part.Optional("suffix")?.Text() ?? "</w>";
                AddTokenStage(() => new SuffixStage(suffix));
                break;
            case "Sequence": part.Required("decoders").Items().ForEach(Add); break;
            default: throw part.Unsupported(Supported);
        }
    }

    private void AddTokenStage(Func<IDecoderStage> make) => _stages.Add(_fused ? () => new WholeTextStage(make()) : make);

    private void AddStrip(JsonPart part)
    {
        var content = part.Required("content");
        if (content.Text().Length != 1) throw content.Fault($"is '{content.Text()}'; one character up to U+FFFF is needed");
        var (c, start, stop) = (content.Text()[0], part.Required("start").Integer(), part.Required("stop").Integer());
        if (_fused) _stages.Add(() => new StripStage(c, start, stop));
        else _stages.Add(() => new TokenMap(text => StripStage.Strip(text, c, start, stop)));
    }
}

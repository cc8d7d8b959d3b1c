using System.Text;
using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Files;
using Agro.Models.Tokenizers.Patterns;

namespace Agro.Models.Tokenizers.Normalization;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Supported = "NFC, NFD, NFKC, NFKD, Lowercase, Prepend, Replace, Strip, StripAccents, ByteLevel, Sequence";

    public static INormalizer Read(JsonPart? part) => part is { } present ? Read(present) : new TextChange(static text => text);

    private static INormalizer Read(JsonPart part)
    {
        switch (part.Type)
        {
            case "NFC": return new UnicodeForm(NormalizationForm.FormC);
            case "NFD": return new UnicodeForm(NormalizationForm.FormD);
            case "NFKC": return new UnicodeForm(NormalizationForm.FormKC);
            case "NFKD": return new UnicodeForm(NormalizationForm.FormKD);
            case "Lowercase": return new TextChange(CharacterChanges.Lowercase);
            case "StripAccents": return new TextChange(CharacterChanges.StripAccents);
            case "ByteLevel": return new TextChange(static text => ByteAlphabet.Write(text));
            case "Prepend":
                var prefix = part.Required("prepend").Text();
                return new TextChange(text => text.Length == 0 ? text : prefix + text);
            case "Replace":
                var (pattern, content) = (Pattern.Read(part.Required("pattern")), part.Required("content").Text());
                return new TextChange(text => pattern.Replace(text, content));
            case "Strip":
                var (left, right) = (part.Flag("strip_left", true), part.Flag("strip_right", true));
                return new TextChange(text => CharacterChanges.Strip(text, left, right));
            case "Sequence":
                var steps = part.Required("normalizers").Items().ConvertAll(Read);
                return new TextChange(text => steps.Aggregate(text, static (current, step) => step.Normalize(current)));
            default: throw part.Unsupported(Supported);
        }
    }
}

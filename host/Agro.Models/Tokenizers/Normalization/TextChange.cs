namespace Agro.Models.Tokenizers.Normalization;

/// <summary>A normalizer that is one function.</summary>
internal sealed class TextChange(Func<string, string> change) : INormalizer
{
    public string Normalize(string text) => change(text);
}

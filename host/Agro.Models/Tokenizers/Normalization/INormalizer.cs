namespace Agro.Models.Tokenizers.Normalization;

/// <summary>Changes a stretch of text before it is split into words.</summary>
internal interface INormalizer
{
    string Normalize(string text);
}

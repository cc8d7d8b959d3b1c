namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Turns the suffix that ends a word into a space, except at the end of the text.</summary>
internal sealed class SuffixStage(string suffix) : IDecoderStage
{
    private string? _held;

    public void Push(string text, List<string> output)
    {
        if (_held is not null) output.Add(_held.Replace(suffix, " ", StringComparison.Ordinal));
        _held = text;
    }

    public void Finish(List<string> output)
    {
        if (_held is not null) output.Add(_held.Replace(suffix, "", StringComparison.Ordinal));
        _held = null;
    }
}

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Turns SentencePiece's visible spaces back into spaces.</summary>
/// <param name="replacement">The visible space.</param>
/// <param name="dropsFirst">Whether those of the first token stand for nothing.</param>
internal sealed class MetaspaceStage(string replacement, bool dropsFirst) : IDecoderStage
{
    private bool _first = dropsFirst;

    public void Push(string text, List<string> output)
    {
        output.Add(text.Replace(replacement, _first ? "" : " ", StringComparison.Ordinal));
        _first = false;
    }

    public void Finish(List<string> output)
    {
    }
}

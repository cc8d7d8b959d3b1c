namespace Agro.Models.Tokenizers.Decoding;

/// <summary>A stage that changes every token by itself.</summary>
internal sealed class TokenMap(Func<string, string> change) : IDecoderStage
{
    public void Push(string text, List<string> output) => output.Add(change(text));

    public void Finish(List<string> output)
    {
    }
}

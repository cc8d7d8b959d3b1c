using System.Text;

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Changes the whole text, which it must have seen to its end.</summary>
internal sealed class WholeTextStage(Func<string, string> change) : IDecoderStage
{
    private readonly StringBuilder _text = new();

    public void Push(string text, List<string> output) => _text.Append(text);

    public void Finish(List<string> output)
    {
        output.Add(change(_text.ToString()));
        _text.Clear();
    }
}

using System.Text;

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Gives a stage that works on tokens the whole text as its one token, which it is after a step that joins tokens.</summary>
internal sealed class WholeTextStage(IDecoderStage stage) : IDecoderStage
{
    private readonly StringBuilder _text = new();

    public void Push(string text, List<string> output) => _text.Append(text);

    public void Finish(List<string> output)
    {
        stage.Push(_text.ToString(), output);
        stage.Finish(output);
    }
}

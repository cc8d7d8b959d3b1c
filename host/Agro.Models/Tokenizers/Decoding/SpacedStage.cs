namespace Agro.Models.Tokenizers.Decoding;

/// <summary>What a tokenizer without decoder does: tokens with a space between them.</summary>
internal sealed class SpacedStage : IDecoderStage
{
    private bool _any;

    public void Push(string text, List<string> output)
    {
        if (_any) output.Add(" ");
        output.Add(text);
        _any = true;
    }

    public void Finish(List<string> output)
    {
    }
}

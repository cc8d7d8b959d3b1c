namespace Agro.Models.Tokenizers.Decoding;

/// <summary>One step from tokens to text. It holds back what later tokens can still change, so that one code serves whole texts and streams.</summary>
internal interface IDecoderStage
{
    /// <summary>Takes the next token or text.</summary>
    /// <param name="text">What the stage before gave.</param>
    /// <param name="output">Takes what is certain now.</param>
    void Push(string text, List<string> output);

    /// <summary>Gives what was held back: nothing more comes.</summary>
    void Finish(List<string> output);
}

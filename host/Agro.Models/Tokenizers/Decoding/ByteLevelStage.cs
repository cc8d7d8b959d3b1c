using System.Text;
using Agro.Models.Tokenizers.Bpe;

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Reads the byte alphabet back into bytes, and the bytes as UTF-8. A token with other characters in it counts as its own UTF-8.</summary>
internal sealed class ByteLevelStage : IDecoderStage
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _bytes = new byte[64];
    private char[] _characters = new char[80];

    public void Push(string text, List<string> output)
    {
        if (_bytes.Length < 3 * text.Length)
        {
            _bytes = new byte[6 * text.Length];
            _characters = new char[6 * text.Length + 8];
        }
        var count = 0;
        while (count < text.Length && ByteAlphabet.TryByte(text[count], out _bytes[count])) count++;
        if (count < text.Length) count = Encoding.UTF8.GetBytes(text, _bytes);
        Emit(_bytes.AsSpan(0, count), flush: false, output);
    }

    public void Finish(List<string> output) => Emit([], flush: true, output);

    private void Emit(ReadOnlySpan<byte> bytes, bool flush, List<string> output)
    {
        var length = _decoder.GetChars(bytes, _characters, flush);
        if (length > 0) output.Add(new string(_characters, 0, length));
    }
}

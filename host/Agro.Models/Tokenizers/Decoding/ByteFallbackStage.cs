using System.Globalization;
using System.Text;

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>
/// Turns runs of <c>&lt;0xE2&gt;</c> tokens into the characters that their bytes are; a run that is not UTF-8 as a whole becomes one U+FFFD a byte,
/// which is why a run is held back until it ends.
/// </summary>
internal sealed class ByteFallbackStage : IDecoderStage
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly List<byte> _run = [];

    public void Push(string text, List<string> output)
    {
        if (text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>'
            && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            _run.Add(value);
            return;
        }
        Finish(output);
        output.Add(text);
    }

    public void Finish(List<string> output)
    {
        if (_run.Count == 0) return;
        try
        {
            output.Add(Strict.GetString([.. _run]));
        }
        catch (DecoderFallbackException)
        {
            output.Add(new string('\uFFFD', _run.Count));
        }
        _run.Clear();
    }
}

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>Strips a character from the ends of the whole text.</summary>
/// <param name="content">The character.</param>
/// <param name="start">At most how many go from the start.</param>
/// <param name="stop">At most how many go from the end.</param>
internal sealed class StripStage(char content, int start, int stop) : IDecoderStage
{
    private int _atStart = start;
    private string _held = "";

    public void Push(string text, List<string> output)
    {
        var skipped = Leading(text, content, _atStart);
        _atStart = skipped == text.Length ? _atStart - skipped : 0;
        text = _held + text[skipped..];
        var certain = text.Length - Trailing(text, content, stop);
        _held = text[certain..];
        if (certain > 0) output.Add(text[..certain]);
    }

    public void Finish(List<string> output) => _held = "";

    /// <summary>Strips one token by itself.</summary>
    public static string Strip(string text, char content, int start, int stop)
    {
        text = text[Leading(text, content, start)..];
        return text[..^Trailing(text, content, stop)];
    }

    private static int Leading(string text, char content, int most)
    {
        var count = 0;
        while (count < most && count < text.Length && text[count] == content) count++;
        return count;
    }

    private static int Trailing(string text, char content, int most)
    {
        var count = 0;
        while (count < most && count < text.Length && text[^(count + 1)] == content) count++;
        return count;
    }
}

using System.Text;

namespace Agro.Models.ChatTemplates;

/// <summary>A text that grows, as long as it may.</summary>
/// <param name="rendering">What it counts against.</param>
internal sealed class TextOutput(Rendering rendering)
{
    private readonly StringBuilder _text = new();

    public Rendering Rendering { get; } = rendering;

    public TextOutput Append(ReadOnlySpan<char> text)
    {
        Count(text.Length);
        _text.Append(text);
        return this;
    }

    public TextOutput Append(char character, int count = 1)
    {
        Count(count);
        _text.Append(character, Math.Max(count, 0));
        return this;
    }

    public override string ToString() => _text.ToString();

    private void Count(int length)
    {
        Rendering.Spend(length);
        // What is checked is the whole text; what is counted is what is added to it.
        if ((long)_text.Length + length > Rendering.Limits.TextLength) Rendering.SpendText((long)_text.Length + length);
    }
}

using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Text as HTML holds it.</summary>
internal static class HtmlText
{
    public static SafeText Escape(string text, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        foreach (var character in text)
        {
            output.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\'' => "&#39;",
                '"' => "&#34;",
                _ => [character],
            });
        }

        return new SafeText(output.ToString());
    }

    /// <summary>Puts texts together, at least one of them marked as HTML: what is not is escaped.</summary>
    public static SafeText Join(object? left, object? right, Rendering rendering)
    {
        var (first, second) = (Safe(left, rendering).Text, Safe(right, rendering).Text);
        rendering.SpendText((long)first.Length + second.Length);
        return new SafeText(first + second);
    }

    private static SafeText Safe(object? value, Rendering rendering) =>
        value as SafeText ?? Escape(value as string ?? throw new TemplateFault($"text and a '{TypeName.Of(value)}' cannot be put together"), rendering);
}

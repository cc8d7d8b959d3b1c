using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Fills texts up to a width, in code points.</summary>
internal static class Padding
{
    /// <summary>What <c>center</c>, <c>ljust</c> and <c>rjust</c> do.</summary>
    public static string Of(string name, string text, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind(name, 1, "width", "fillchar");
        var fill = bound.Text(1, " ");
        if (CodePoints.Count(fill) != 1) throw new TemplateFault($"{name}(): 'fillchar' must be one character");
        var missing = Missing(text, bound.Integer(0), rendering);
        // Python puts the odd character to the left when the width is odd.
        var left = name switch
        {
            "ljust" => 0,
            "rjust" => missing,
            _ => missing / 2 + (missing & (int)(bound.Integer(0) & 1)),
        };
        return Repeat(fill, left) + text + Repeat(fill, missing - left);
    }

    public static string FillZeros(string text, BigInteger width, Rendering rendering)
    {
        var missing = Missing(text, width, rendering);
        var signed = text.StartsWith('+') || text.StartsWith('-') ? 1 : 0;
        return text[..signed] + new string('0', missing) + text[signed..];
    }

    /// <summary>How many characters a text lacks to be so wide.</summary>
    public static int Missing(string text, BigInteger width, Rendering rendering)
    {
        var missing = width - CodePoints.Count(text);
        if (missing.Sign <= 0) return 0;
        rendering.SpendText((long)BigInteger.Min(missing, long.MaxValue / 2));
        return (int)missing;
    }

    public static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}

using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Looks for texts in texts. Positions are code points.</summary>
internal static class Searching
{
    public static object HasEdge(string text, Arguments arguments, Rendering rendering, bool atStart)
    {
        var name = atStart ? "startswith" : "endswith";
        var bound = arguments.Bind(name, 1, "prefix", "start", "end");
        if (Window(text, bound) is not { } window) return false;
        var part = text[window.Start..window.End];
        return bound[0] is TupleValue several ? several.Any(item => Has(item)) : Has(bound[0]);

        bool Has(object? edge)
        {
            if (edge is not string wanted)
                throw new TemplateFault($"{name}() takes a text or a tuple of texts, found a '{TypeName.Of(edge)}'");
            rendering.Spend(1 + wanted.Length / 16);
            return atStart ? part.StartsWith(wanted, StringComparison.Ordinal) : part.EndsWith(wanted, StringComparison.Ordinal);
        }
    }

    /// <summary>The position of a part; -1 when the text does not hold it.</summary>
    public static object Find(string name, string text, Arguments arguments, bool fromRight)
    {
        var bound = arguments.Bind(name, 1, "sub", "start", "end");
        var wanted = bound.Text(0);
        if (Window(text, bound) is not { } window) return BigInteger.MinusOne;
        var part = text.AsSpan(window.Start..window.End);
        var at = fromRight ? part.LastIndexOf(wanted, StringComparison.Ordinal) : part.IndexOf(wanted, StringComparison.Ordinal);
        return at < 0 ? BigInteger.MinusOne : CodePoints.Count(text[..(window.Start + at)]);
    }

    public static object Index(string name, string text, Arguments arguments, bool fromRight) =>
        Find(name, text, arguments, fromRight) is BigInteger { Sign: >= 0 } position ? position : throw new TemplateFault($"{name}(): the text is not found");

    public static object Count(string text, Arguments arguments)
    {
        var bound = arguments.Bind("count", 1, "sub", "start", "end");
        var wanted = bound.Text(0);
        if (Window(text, bound) is not { } window) return BigInteger.Zero;
        var part = text[window.Start..window.End];
        return (BigInteger)(wanted.Length == 0 ? CodePoints.Count(part) + 1 : part.AsSpan().Count(wanted));
    }

    /// <summary>Replaces a part wherever it is, from the left.</summary>
    /// <param name="text">The text.</param>
    /// <param name="old">The part; empty for every place between code points.</param>
    /// <param name="with">What takes its place.</param>
    /// <param name="most">How often at most; negative for no limit.</param>
    /// <param name="rendering">What it counts against.</param>
    public static string Replace(string text, string old, string with, int most, Rendering rendering)
    {
        if (most == 0) return text;
        if (most < 0) most = int.MaxValue;
        var output = new TextOutput(rendering);
        var start = 0;
        if (old.Length == 0)
        {
            for (; most > 0; most--)
            {
                output.Append(with);
                if (start == text.Length) break;
                var length = CodePoints.LengthAt(text, start);
                output.Append(text.AsSpan(start, length));
                start += length;
            }

            return output.Append(text.AsSpan(start)).ToString();
        }

        for (int at; most > 0 && (at = text.IndexOf(old, start, StringComparison.Ordinal)) >= 0; most--)
        {
            output.Append(text.AsSpan(start..at)).Append(with);
            start = at + old.Length;
        }

        return output.Append(text.AsSpan(start)).ToString();
    }

    /// <summary>The units between two positions; null when the first lies behind the text.</summary>
    private static (int Start, int End)? Window(string text, BoundArguments bound)
    {
        if (bound[1] is null && bound[2] is null) return (0, text.Length);
        var starts = CodePoints.Starts(text);
        var (first, last) = (Position(1, 0), Position(2, starts.Length));
        if (first > starts.Length || first > last) return null;
        return (UnitAt((int)first), UnitAt((int)last));

        int UnitAt(int index) => index < starts.Length ? starts[index] : text.Length;

        BigInteger Position(int index, int absent)
        {
            var value = bound[index] is null ? absent : bound.Integer(index);
            if (value.Sign < 0) value += starts.Length;
            return value.Sign < 0 ? 0 : index == 2 ? BigInteger.Min(value, starts.Length) : value;
        }
    }
}

using System.Numerics;
using System.Text;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Which items a slice takes.</summary>
internal static class Slicing
{
    /// <summary>Resolves the bounds of a slice.</summary>
    /// <param name="start">The first index, or none.</param>
    /// <param name="stop">The index behind the last, or none.</param>
    /// <param name="step">The distance, or none.</param>
    /// <param name="count">How many items there are.</param>
    /// <returns>The first index, the distance, and how many indices.</returns>
    public static (int First, int Step, int Length) Resolve(object? start, object? stop, object? step, int count)
    {
        var distance = Index(step) ?? 1;
        if (distance.IsZero) throw new TemplateFault("the step of a slice cannot be 0");
        var backwards = distance.Sign < 0;
        var (lowest, highest) = backwards ? (-1, count - 1) : (0, count);
        var first = Bound(Index(start), backwards ? highest : lowest);
        var last = Bound(Index(stop), backwards ? lowest : highest);
        // No more than one item is taken with a step beyond the count.
        var stride = (int)BigInteger.Clamp(distance, -Math.Max(count, 1), Math.Max(count, 1));
        var span = backwards ? first - last : last - first;
        return (first, stride, span <= 0 ? 0 : (span - 1) / Math.Abs(stride) + 1);

        int Bound(BigInteger? index, int absent)
        {
            if (index is not { } given) return absent;
            return (int)BigInteger.Clamp(given.Sign < 0 ? given + count : given, lowest, highest);
        }
    }

    /// <summary>The code points of a text that a slice takes.</summary>
    public static string OfText(string text, int first, int step, int length)
    {
        if (length == 0) return "";
        if (CodePoints.IsSimple(text))
        {
            return step == 1
                ? text.Substring(first, length)
                : string.Create(length, (text, first, step), static (span, from) =>
                {
                    for (var i = 0; i < span.Length; i++) span[i] = from.text[from.first + i * from.step];
                });
        }

        var starts = CodePoints.Starts(text);
        var result = new StringBuilder(2 * length);
        for (var i = 0; i < length; i++)
        {
            var start = starts[first + i * step];
            result.Append(text, start, CodePoints.LengthAt(text, start));
        }

        return result.ToString();
    }

    private static BigInteger? Index(object? value) => value switch
    {
        null => null,
        UndefinedValue undefined => throw undefined.Fault(),
        _ => Numbers.IntegerOf(value) ?? throw new TemplateFault($"the bounds of a slice must be whole numbers, found a '{TypeName.Of(value)}'"),
    };
}

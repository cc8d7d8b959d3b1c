using System.Globalization;
using System.Text.RegularExpressions;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Tells how difficult a prompt is.</summary>
internal static partial class Difficulty
{
    /// <summary>The difficulty of a prompt; larger is harder.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="options">Where it is told.</param>
    /// <param name="place">Where the prompt comes from, for messages.</param>
    /// <exception cref="InputException">It is not told, or not as a number or a level.</exception>
    public static double Of(Prompt prompt, CurriculumOptions options, string place)
    {
        var value = options.Field is null ? prompt.Text.Length : Told(prompt, options, options.Field, place);
        return options.Descending ? -value : value;
    }

    private static double Told(Prompt prompt, CurriculumOptions options, string field, string place)
    {
        if (!prompt.Fields.TryGetValue(field, out var text))
            throw new InputException($"{place}: no field '{field}' (curriculum.field). There are: {string.Join(", ", prompt.Fields.Keys.Order(StringComparer.Ordinal))}");
        if (!options.Levels.IsEmpty)
        {
            var level = options.Levels.IndexOf(text);
            return level >= 0 ? level : throw new InputException($"{place}: '{field}' is '{text}'; curriculum.levels has: {string.Join(", ", options.Levels)}");
        }

        return double.TryParse(Number().Match(text).ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InputException($"{place}: '{field}' is '{text}', which has no number (curriculum.field); curriculum.levels would order texts");
    }

    [GeneratedRegex(@"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

using System.Globalization;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>Puts values into few characters that may stand in file names.</summary>
internal static class SettingText
{
    private const int Longest = 40;

    /// <summary>The value in short, such as <c>3e-4</c> for 0.0003, or a component's name for its block.</summary>
    public static string Of(RecipeNode node)
    {
        var text = Clean(Plain(node));
        return text.Length <= Longest ? text : text[..Longest];
    }

    /// <summary>Leaves letters, digits and what no file system minds.</summary>
    public static string Clean(string text)
    {
        var clean = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || "._-+@".Contains(c) ? c : '-')).Trim('-', '.');
        return clean.Length > 0 ? clean : "-";
    }

    private static string Plain(RecipeNode node) => node switch
    {
        RecipeMapping mapping when mapping.Find("use") is { Value: RecipeScalar use } =>
            string.Join('+', [use.Text, .. mapping.Entries.Where(entry => entry.Key != "use").Select(Entry)]),
        RecipeMapping mapping => string.Join('+', mapping.Entries.Select(Entry)),
        RecipeSequence sequence => string.Join('+', sequence.Items.Select(Plain)),
        RecipeScalar scalar => CoreSchema.KindOf(scalar) switch
        {
            ScalarKind.Number or ScalarKind.Integer => Number(CoreSchema.ToNumber(scalar)),
            ScalarKind.Null => "null",
            // Of a path, its end says most.
            _ => scalar.Text.TrimEnd('/').Split('/')[^1],
        },
        _ => "",
    };

    private static string Entry(RecipeEntry entry) => entry.Key + Plain(entry.Value);

    /// <summary>Small and large numbers with an exponent: <c>3e-4</c>, <c>0.02</c>, <c>128</c>.</summary>
    private static string Number(double value)
    {
        var size = Math.Abs(value);
        if (size is 0 or (>= 0.001 and < 1e6) || !double.IsFinite(value)) return value.ToString("R", CultureInfo.InvariantCulture);
        var parts = value.ToString("0.################E+0", CultureInfo.InvariantCulture).Split('E');
        return $"{parts[0]}e{parts[1].TrimStart('+')}";
    }
}

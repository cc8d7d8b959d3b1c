using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>What a scalar is.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Number,
    Text,
}

/// <summary>Tells what plain scalars are, by the core schema of YAML 1.2 (chapter 10.3.2), as editors do.</summary>
internal static partial class CoreSchema
{
    public static ScalarKind KindOf(RecipeScalar scalar) => scalar switch
    {
        { Quoted: true } => ScalarKind.Text,
        { Text: "" or "~" or "null" or "Null" or "NULL" } => ScalarKind.Null,
        { Text: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" } => ScalarKind.Boolean,
        _ when Integer().IsMatch(scalar.Text) => ScalarKind.Integer,
        _ when Number().IsMatch(scalar.Text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    public static bool IsNull(RecipeNode node) => node is RecipeScalar scalar && KindOf(scalar) == ScalarKind.Null;

    public static bool ToBoolean(RecipeScalar scalar) => scalar.Text is "true" or "True" or "TRUE";

    public static BigInteger ToInteger(string text) => text switch
    {
        ['0', 'x', .. var digits] => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ['0', 'o', .. var digits] => digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0')),
        _ => BigInteger.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>The value of an integer or number; infinite when it is too large.</summary>
    public static double ToNumber(RecipeScalar scalar) => scalar.Text switch
    {
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        var text when KindOf(scalar) == ScalarKind.Integer => (double)ToInteger(text),
        var text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public static JsonNode? ToJson(RecipeNode node) => node switch
    {
        RecipeSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        RecipeMapping mapping => new JsonObject(mapping.Entries.Select(e => KeyValuePair.Create(e.Key, ToJson(e.Value)))),
        RecipeScalar scalar => KindOf(scalar) switch
        {
            ScalarKind.Null => null,
            ScalarKind.Boolean => JsonValue.Create(ToBoolean(scalar)),
            ScalarKind.Integer when ToInteger(scalar.Text) is var value && value >= long.MinValue && value <= long.MaxValue => JsonValue.Create((long)value),
            ScalarKind.Integer or ScalarKind.Number => JsonValue.Create(ToNumber(scalar)),
            _ => JsonValue.Create(scalar.Text),
        },
        _ => null,
    };

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex Number();
}

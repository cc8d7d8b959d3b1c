using System.Globalization;
using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>Numbers of choices, C_5^2 and {}_5C_2, and numbers with their base in words.</summary>
internal sealed partial class Parser
{
    private static readonly string[] Radices =
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"];

    /// <summary><c>C_5^2</c> chooses 2 of 5, <c>A_5^2</c> arranges them; null for a power of a constant such as <c>C_1^2</c>.</summary>
    private Apply? ReadCombination(string name)
    {
        if (name is not ("C" or "A") || !Current.Is("_")) return null;
        if (Simple(_at + 1) is not var (of, end) || !_tokens[end].Is("^") || Simple(end + 1) is not var (chosen, last)) return null;
        if (of is Number all && chosen is Number some ? all.Value <= some.Value : name == "A" || of is Number) return null;
        _at = last;
        return name == "C"
            ? new Apply("binom", of, chosen)
            : new Apply("/", new Apply("!", of), new Apply("!", new Apply("-", of, chosen)));
    }

    // A number or letter, in braces or not.
    private (Expression Value, int End)? Simple(int at)
    {
        var isBraced = at < _tokens.Count && _tokens[at].Is("{");
        if (isBraced) at++;
        if (at + 1 >= _tokens.Count || (isBraced && !_tokens[at + 1].Is("}"))) return null;
        Expression? value = _tokens[at] switch
        {
            { Kind: TokenKind.Number, IsDecimal: false } token => new Number(token.Value),
            { Kind: TokenKind.Name, Text.Length: 1 } token => new Name(token.Text),
            _ => null,
        };
        return value is null ? null : (value, isBraced ? at + 2 : at + 1);
    }

    private bool IsLeftIndex() =>
        (Current.Is("^") || Current.Is("_")) && Simple(_at + 1) is var (_, end) && _tokens[end] is { Kind: TokenKind.Name, Text: "C" };

    /// <summary><c>{}_5C_2</c> or <c>^5C_2</c>, from the index on the left.</summary>
    private Apply ReadLeftIndex()
    {
        _at++;
        var of = ReadArgument();
        if (Current is not { Kind: TokenKind.Name, Text: "C" }) throw Unexpected();
        _at++;
        Expect("_");
        return new("binom", of, ReadArgument());
    }

    // "52_{\text{eight}}", "52_{(8)}" and "52_{\text{base 8}}" are 52_8.
    private static string Radix(string subscript)
    {
        var radix = subscript.Replace("base", "", StringComparison.OrdinalIgnoreCase).Trim(' ', '(', ')');
        var word = Array.FindIndex(Radices, name => string.Equals(name, radix, StringComparison.OrdinalIgnoreCase));
        return word < 0 ? radix : (word + 2).ToString(CultureInfo.InvariantCulture);
    }
}

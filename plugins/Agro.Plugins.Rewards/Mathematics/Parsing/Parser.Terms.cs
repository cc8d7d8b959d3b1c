using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

internal sealed partial class Parser
{
    private Expression ReadSum()
    {
        Enter();
        var sum = ReadProduct();
        while (!IsIntegrandOver && (Current.Is("+") || Current.Is("-") || Current.Is("±") || Current.Is("∓")))
        {
            var sign = Take().Text;
            var term = ReadProduct();
            sum = new Apply(sign is "∓" ? "±" : sign, sum, term);
        }
        Leave();
        return sum;
    }

    private Expression ReadSigned(Func<Parser, Expression> read)
    {
        if (Current.Kind != TokenKind.Symbol) return read(this);
        if (Current.Is("-") || Current.Is("+"))
        {
            var negative = false;
            while (Current.Is("-") || Current.Is("+")) negative ^= Take().Text == "-";
            var value = read(this);
            return negative ? new Apply("-", value) : value;
        }
        return Accept("±") || Accept("∓") ? new Apply("±", read(this)) : read(this);
    }

    private Expression ReadProduct()
    {
        // -7 mod 4 is (-7) mod 4; for the others it is the same.
        var product = ReadSigned(static parser => parser.ReadFactors());
        while (!IsIntegrandOver && (Current.Is("*") || Current.Is("/") || Current.Is("mod")))
        {
            var sign = Take().Text;
            if (sign == "/" && Current.Kind == TokenKind.Words)
            {
                SkipUnit();
                continue;
            }
            product = new Apply(sign, product, ReadSigned(sign == "/" && !_tight ? static parser => parser.ReadPower() : static parser => parser.ReadFactors()));
            while (!_tight && !IsIntegrandOver && StartsFactor()) product = new Apply("*", product, ReadPower());
        }
        return product;
    }

    /// <summary>Factors side by side, which bind tighter than a division.</summary>
    private Expression ReadFactors()
    {
        var product = ReadPower();
        while (!IsIntegrandOver)
        {
            if (Current.Kind == TokenKind.Words && IsUnitOf(product)) SkipUnit();
            else if (StartsFactor() && product is Words) throw Unexpected();
            else if (!StartsFactor()) break;
            else if (ReadPower() is var factor && !IsUnit(factor)) product = new Apply("*", product, factor);
        }
        return product;
    }

    // "5 \frac{\text{m}}{\text{s}}"
    private static bool IsUnit(Expression factor) => factor is Words || (factor is Apply { Function: "/" or "^" or "*" } apply && IsUnit(apply.Arguments[0]));

    private bool IsUnitOf(Expression counted)
    {
        var words = Current.Text;
        var first = words.Contains(' ', StringComparison.Ordinal) ? words[..words.IndexOf(' ', StringComparison.Ordinal)] : words;
        return counted is not (Words or Name) || Vocabulary.Units.Contains(first);
    }

    private void SkipUnit()
    {
        while (Current.Kind == TokenKind.Words)
        {
            _at++;
            if (Accept("^")) ReadArgument();
            if (Current.Is(".") && _tokens[_at + 1].Kind != TokenKind.End) _at++;
            if (!Current.Is("/")) continue;
            if (_tokens[_at + 1].Kind == TokenKind.Words) _at++;
            else if (_tokens[_at + 1].Kind == TokenKind.Name && Vocabulary.UnitLetters.Contains(_tokens[_at + 1].Text))
            {
                // "20 km/h"
                _at += 2;
                if (Accept("^")) ReadArgument();
            }
        }
    }

    private bool StartsFactor() => Current.Kind switch
    {
        TokenKind.Number or TokenKind.Name => true,
        TokenKind.Command => Current.Text is not ("choose" or "atop" or "over" or "pmod") && !Current.Text.StartsWith("end:", StringComparison.Ordinal),
        TokenKind.Symbol => Current.Text is "(" or "{" or "\\{" or "⌊" or "⌈" or "⟨" || (Current.Text == "[" && !ClosesOutward()) || (Current.Text == "|" && OpensBars()),
        _ => false,
    };

    private Expression ReadPower()
    {
        var value = ReadAtom();
        for (var i = 0; i < MaxDepth; i++)
        {
            if (Current.Is("^")) value = ReadExponent(value);
            else if (Accept("!")) value = new Apply("!", value);
            else if (Accept("%")) value = new Apply("%", value);
            else if (Accept("°")) value = new Apply("°", value);
            else if (Accept("^T")) value = new Apply("transpose", value);
            else if (Current.Is("_")) value = ReadSubscript(value);
            else if (Current is { Kind: TokenKind.Words, Text: "base" or "in base" } && value is Number { Value.IsInteger: true }) value = ReadSubscript(value);
            else if (Current.IsCommand("pmod") || (Current.Is("mod") && _tokens[_at + 1].Is("{"))) value = ReadModulus(value);
            else return value;
        }
        throw new NotVerifiableException($"an answer nested deeper than {MaxDepth}");
    }

    private Expression ReadModulus(Expression value)
    {
        _at++;
        return new Apply("mod", value, ReadArgument());
    }

    private Expression ReadExponent(Expression value)
    {
        _at++;
        if (Accept("°")) return new Apply("°", value);
        if (Accept("'")) return value is Name name ? new Name(name.Text + "'") : new Apply("derivative'", value);
        if (Current.Is("{") && _tokens[_at + 1].Is("°") && _tokens[_at + 2].Is("}"))
        {
            _at += 3;
            return new Apply("°", value);
        }
        if (Current.Is("{") && _tokens[_at + 1].Is("^T") && _tokens[_at + 2].Is("}"))
        {
            _at += 3;
            return new Apply("transpose", value);
        }
        var exponent = ReadSigned(static parser => parser.ReadArgument());
        // 5^{\text{th}}
        if (exponent is Words) return value;
        return value is Matrix && exponent is Name { Text: "T" } ? new Apply("transpose", value) : new Apply("^", value, exponent);
    }

    private Expression ReadSubscript(Expression value)
    {
        _at++;
        var subscript = ReadRaw();
        return value switch
        {
            Name name => ReadNameEnd($"{name.Text}_{subscript}"),
            Number { Value.IsInteger: true } number => new BasedNumber(number.Value.ToString(), Radix(subscript)),
            _ => new Apply($"_{subscript}", value),
        };
    }

    /// <summary>The text of a group or of one token.</summary>
    private string ReadRaw()
    {
        if (!Accept("{")) return Current.Kind == TokenKind.End ? throw Unexpected() : Take().Text;
        var text = "";
        for (var depth = 1; ;)
        {
            if (Current.Kind == TokenKind.End) throw Unexpected();
            var token = Take();
            depth += token.Is("{") ? 1 : token.Is("}") ? -1 : 0;
            if (depth == 0) return text;
            text += token.Text;
        }
    }
}

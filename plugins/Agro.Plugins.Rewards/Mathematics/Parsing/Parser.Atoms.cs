using System.Globalization;
using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

internal sealed partial class Parser
{
    private Expression ReadAtom()
    {
        Enter();
        var atom = Current.Kind switch
        {
            TokenKind.Number => ReadNumber(),
            TokenKind.Name => ReadName(),
            TokenKind.Command => ReadCommand(),
            TokenKind.Words => ReadWords(),
            TokenKind.Symbol => ReadGroup(),
            _ => throw Unexpected(),
        };
        Leave();
        return atom;
    }

    private Expression ReadNumber()
    {
        var token = Take();
        if (Current.IsCommand("overline") || Current.IsCommand("dot")) return ReadRepeating(token);
        var number = new Number(token.Value, token.IsDecimal);
        if (!token.Value.IsInteger || token.IsDecimal) return number;
        // A whole number beside a fraction is a mixed number: 1\frac{4}{5}, 1 1/2.
        var start = _at;
        if (Current.IsCommand("frac"))
        {
            if (ReadAtom() is Apply { Function: "/", Arguments: [Number top, Number bottom] } fraction && IsProper(top, bottom))
                return new Apply("+", number, fraction);
        }
        else if (Current is { Kind: TokenKind.Number, IsSpaced: true } top && _tokens[_at + 1].Is("/")
            && _tokens[_at + 2] is { Kind: TokenKind.Number } bottom && IsProper(new(top.Value), new(bottom.Value)))
        {
            _at += 3;
            return new Apply("+", number, new Apply("/", new Number(top.Value), new Number(bottom.Value)));
        }
        _at = start;
        return number;
    }

    private static bool IsProper(Number top, Number bottom) =>
        top.Value.IsInteger && bottom.Value.IsInteger && top.Value.Sign > 0 && bottom.Value.Sign > 0 && !top.IsDecimal && !bottom.IsDecimal;

    /// <summary>A repeating decimal: <c>0.1\overline{6}</c>.</summary>
    private Number ReadRepeating(Token token)
    {
        _at++;
        var digits = ReadRaw();
        if (digits.Length is 0 or > 100 || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) throw Unexpected();
        var period = Rational.Of(BigInteger.Parse(digits, CultureInfo.InvariantCulture), BigInteger.Pow(10, digits.Length) - 1);
        return new(token.Value + (period * Rational.Of(BigInteger.One, BigInteger.Pow(10, token.Places))));
    }

    private Expression ReadName()
    {
        if (ReadDifferential() is { } one) return one;
        var name = Take().Text;
        return ReadCombination(name) ?? ReadNameEnd(name);
    }

    /// <summary>Primes, subscripts and an argument behind a name.</summary>
    private Expression ReadNameEnd(string name)
    {
        while (true)
        {
            if (Accept("'")) name += "'";
            else if (Current.Is("_"))
            {
                _at++;
                name += "_" + ReadRaw();
            }
            else if (name is not ("f" or "g") && name[0] is 'f' or 'g' && name.Length == 1) return new Name(name);
            else break;
        }
        if (name[0] is 'f' or 'g' or 'h' && IsInverseAhead())
        {
            _at += 5;
            name += "^-1";
        }
        if (!Current.Is("(") || !IsFunctionName(name)) return new Name(name);
        var arguments = ReadGroup();
        return new Apply($"{name}()", arguments is Collection { Open: "(" } list ? list.Items : [arguments]);
    }

    // f^{-1}(x) is a function's inverse, not 1/f.
    private bool IsInverseAhead() => Current.Is("^") && _tokens.Count > _at + 5 && _tokens[_at + 1].Is("{") && _tokens[_at + 2].Is("-")
        && _tokens[_at + 3].Text == "1" && _tokens[_at + 4].Is("}") && _tokens[_at + 5].Is("(");

    // f(x+1) is an application; h(r+1) is a product, h(x) and P(A) are applications.
    private bool IsFunctionName(string name) => name[0] switch
    {
        'f' or 'g' => true,
        'h' or 'F' or 'G' or 'H' or 'P' => _tokens[_at + 1].Kind is TokenKind.Name or TokenKind.Number && _tokens[_at + 2].Is(")"),
        // p(x) = ... names a function, 2p(x) is a product.
        _ => _tokens[_at + 1].Kind == TokenKind.Name && _tokens[_at + 2].Is(")") && _tokens[_at + 3].Is("=") && IsFirst(_at - 1),
    };

    private bool IsFirst(int at) => at == 0 || _tokens[at - 1].Is(",");

    private Words ReadWords()
    {
        var text = Take().Text;
        while (Current.Kind == TokenKind.Words) text += " " + Take().Text;
        return new(text);
    }

    /// <summary>What a command applies to: a group, or the one token behind it.</summary>
    private Expression ReadArgument()
    {
        if (Current.Is("{") || Current.Is("(") || Current.Kind == TokenKind.Command) return ReadAtom();
        if (Current.Kind == TokenKind.Number)
        {
            var token = Take();
            return new Number(token.Value, token.IsDecimal);
        }
        if (Current.Kind == TokenKind.Name) return new Name(Take().Text);
        return ReadSigned(static parser => parser.ReadAtom());
    }

    /// <summary>The argument of a fraction: without braces it is one digit.</summary>
    private Expression ReadFractionPart()
    {
        if (Current.Kind != TokenKind.Number || Current.IsDecimal || Current.Text.Length == 1) return ReadArgument();
        var token = Current;
        _tokens[_at] = token with
        {
            Text = token.Text[1..],
            Value = Rational.Of(BigInteger.Parse(token.Text.AsSpan(1), CultureInfo.InvariantCulture), BigInteger.One),
        };
        return new Number(token.Text[0] - '0');
    }
}

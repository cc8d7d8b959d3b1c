using System.Globalization;
using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

internal sealed partial class Lexer
{
    // 10^2000 is beyond what is handled exactly, and costs nothing yet.
    private const int MaxExponent = 1000;

    private void ReadNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek())) _at++;
        var digits = _text[start.._at];
        if (digits.Length is > 0 and <= 3)
        {
            while (GroupLength() is var length and > 0)
            {
                _at += length;
                digits += _text.AsSpan(_at - 3, 3).ToString();
            }
        }
        var places = 0;
        if (Peek() == '.' && (char.IsAsciiDigit(Peek(1)) || !char.IsAsciiLetterOrDigit(Peek(1))))
        {
            var point = ++_at;
            while (char.IsAsciiDigit(Peek())) _at++;
            places = _at - point;
            digits += _text.AsSpan(point, places).ToString();
        }
        var exponent = ReadExponent();
        // "1." ends a sentence, "1.0" and "2e3" are decimals.
        AddNumber(digits, places - exponent, places > 0 || exponent < 0);
    }

    private void AddNumber(string digits, int places, bool isDecimal)
    {
        if (digits.Length > MaxExponent || Math.Abs(places) > MaxExponent) throw new NotVerifiableException("a number too long to handle exactly");
        var value = digits.Length <= 9
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        var number = places == 0
            ? Rational.Of(value, BigInteger.One)
            : places > 0 ? Rational.Of(value, BigInteger.Pow(10, places)) : Rational.Of(value * BigInteger.Pow(10, -places), BigInteger.One);
        _tokens.Add(new Token(TokenKind.Number, digits) { Value = number, IsDecimal = isDecimal, Places = Math.Max(0, places), IsSpaced = _spaced });
        _spaced = false;
    }

    private int ReadExponent()
    {
        if (Peek() is not ('e' or 'E')) return 0;
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (!char.IsAsciiDigit(Peek(1 + sign))) return 0;
        var negative = Peek(1) == '-';
        _at += 1 + sign;
        var start = _at;
        while (char.IsAsciiDigit(Peek())) _at++;
        if (_at - start > 4) throw new NotVerifiableException("a number too long to handle exactly");
        var exponent = int.Parse(_text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
        return negative ? -exponent : exponent;
    }

    /// <summary>The length of a separator of thousands and the three digits behind it; 0 where there is none.</summary>
    private int GroupLength()
    {
        var mark = 0;
        if (Peek() == ',')
        {
            mark = 1;
            var spaced = false;
            // "11,\! 111" is one number, "11, 111" two.
            while (Peek(mark) == '\\' && Peek(mark + 1) == '!') (mark, spaced) = (mark + 2, true);
            while (spaced && Peek(mark) == ' ') mark++;
            if (!spaced && (!_groups || _brackets > 0)) return 0;
        }
        else if (Peek() == '{' && Peek(1) == ',' && Peek(2) == '}') mark = 3;
        else if (Peek() == '\\' && Peek(1) is ',' or ' ' or '!' or ';') mark = 2;
        else if (Peek() is ' ' or '\u00a0' or '\u202f' or '\u2009' && _brackets == 0) mark = 1;
        if (mark == 0) return 0;
        for (var i = 0; i < 3; i++)
            if (!char.IsAsciiDigit(Peek(mark + i))) return 0;
        return char.IsAsciiDigit(Peek(mark + 3)) ? 0 : mark + 3;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Plugins.Rewards.Arithmetic;

/// <summary>An arithmetic expression that was read and worked out.</summary>
/// <param name="Value">What it equals; null when it is none.</param>
/// <param name="Numbers">The numbers in it, in their order.</param>
/// <param name="Fault">Why it has no value; null when it has one.</param>
internal sealed record Expression(ExactNumber? Value, ImmutableArray<BigInteger> Numbers, string? Fault)
{
    // Enough for any honest answer, and little enough that a hostile one costs microseconds.
    private const int MaxLength = 500;

    /// <summary>
    /// Reads whole numbers, <c>+ - * /</c> (also × · ÷ − and LaTeX's <c>\times \cdot \div</c>), signs and round brackets, and works the expression out in fractions.
    /// </summary>
    /// <param name="text">The text; longer ones than 500 characters and deeper ones than 50 brackets are refused.</param>
    public static Expression Read(string text)
    {
        if (text.Length > MaxLength) return new(null, [], $"is longer than {MaxLength} characters");
        var plain = text.Replace(@"\times", "*", StringComparison.Ordinal).Replace(@"\cdot", "*", StringComparison.Ordinal)
            .Replace(@"\div", "/", StringComparison.Ordinal);
        var reader = new Reader(plain);
        try
        {
            var value = reader.Whole();
            return new(value, reader.Numbers.ToImmutable(), null);
        }
        catch (FormatException exception)
        {
            return new(null, [], exception.Message);
        }
        catch (DivideByZeroException)
        {
            return new(null, [], "divides by zero");
        }
    }

    private sealed class Reader(string text)
    {
        private const int MaxDepth = 50;
        private const int MaxDigits = 18;
        private int _at;
        private int _depth;

        public ImmutableArray<BigInteger>.Builder Numbers { get; } = ImmutableArray.CreateBuilder<BigInteger>();

        public ExactNumber Whole()
        {
            var value = Sum();
            return Peek() == '\0' ? value : throw Unexpected();
        }

        private ExactNumber Sum()
        {
            var value = Product();
            while (Operator() is '+' or '-')
            {
                var isSum = Operator() == '+';
                _at++;
                value = isSum ? value + Product() : value - Product();
            }

            return value;
        }

        private ExactNumber Product()
        {
            var value = Factor();
            while (Operator() is '*' or '/')
            {
                var isProduct = Operator() == '*';
                _at++;
                value = isProduct ? value * Factor() : value / Factor();
            }

            return value;
        }

        private ExactNumber Factor()
        {
            if (++_depth > MaxDepth) throw new FormatException($"is nested deeper than {MaxDepth} levels");
            var value = Operator() switch
            {
                '-' => Skip() - Factor(),
                '+' => Skip() + Factor(),
                '(' => Bracket(),
                >= '0' and <= '9' => Number(),
                _ => throw Unexpected(),
            };
            _depth--;
            return value;
        }

        private ExactNumber Skip()
        {
            _at++;
            return ExactNumber.Whole(0);
        }

        private ExactNumber Bracket()
        {
            _at++;
            var value = Sum();
            if (Peek() != ')') throw Unexpected();
            _at++;
            return value;
        }

        private ExactNumber Number()
        {
            var start = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
            if (_at - start > MaxDigits) throw new FormatException("has too large a number");
            var value = BigInteger.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
            Numbers.Add(value);
            return ExactNumber.Whole(value);
        }

        private char Operator() => Peek() switch { '×' or '·' => '*', '÷' => '/', '−' => '-', var other => other };

        private char Peek()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            return _at < text.Length ? text[_at] : '\0';
        }

        private FormatException Unexpected() => new(Peek() == '\0'
            ? "ends too soon"
            : string.Create(CultureInfo.InvariantCulture, $"is no expression: '{Peek()}' at character {_at + 1}"));
    }
}

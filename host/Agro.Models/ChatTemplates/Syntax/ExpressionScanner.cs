using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Takes the inside of a tag apart.</summary>
/// <param name="source">The template.</param>
/// <param name="position">Where the inside begins.</param>
/// <param name="tokens">Where tokens go.</param>
internal sealed partial class ExpressionScanner(string source, int position, List<Token> tokens)
{
    private static readonly string[] Symbols =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly Stack<char> _open = new();

    /// <summary>The index behind the last token.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Whether a bracket is open, so that no tag can end.</summary>
    public bool IsInBrackets => _open.Count > 0;

    /// <summary>Reads one token.</summary>
    /// <param name="index">Where it begins.</param>
    public void Scan(int index)
    {
        var first = source[index];
        if (char.IsAsciiDigit(first)) ScanNumber(index);
        else if (first is '\'' or '"') ScanText(index);
        else if (first == '_' || char.IsLetter(first)) Add(TokenKind.Name, index, EndOfName(index));
        else ScanSymbol(index);
    }

    private void Add(TokenKind kind, int start, int end, object? value = null)
    {
        tokens.Add(new(kind, source[start..end], start, value));
        Position = end;
    }

    private int EndOfName(int index)
    {
        while (index < source.Length && (source[index] == '_' || char.IsLetterOrDigit(source[index]))) index++;
        return index;
    }

    private void ScanNumber(int index)
    {
        // The digits behind 'items.0.1' are two names, not a fraction.
        var isName = index > 0 && source[index - 1] == '.';
        var fraction = isName ? null : FractionPattern().Match(source, index);
        var match = fraction is { Success: true } ? fraction : IntegerPattern().Match(source, index);
        if (match.Length > 4000) throw new TemplateFault("the number has too many digits", index);
        object value = ReferenceEquals(match, fraction)
            ? double.Parse(match.Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : Numbers.ParseInteger(match.Value, match.Value.Length > 1 && char.IsLetter(match.Value[1]) ? 0 : 10) ?? BigInteger.Zero;
        Add(TokenKind.Number, index, index + match.Length, value);
    }

    private void ScanText(int index)
    {
        var end = index + 1;
        while (end < source.Length && source[end] != source[index]) end += source[end] == '\\' ? 2 : 1;
        if (end >= source.Length) throw new TemplateFault("the text in quotes has no end", index);
        Add(TokenKind.Text, index, end + 1, TextLiteral.Read(source[(index + 1)..end], index));
    }

    private void ScanSymbol(int index)
    {
        var symbol = Array.Find(Symbols, s => string.CompareOrdinal(source, index, s, 0, s.Length) == 0)
            ?? throw new TemplateFault($"unexpected character '{source[index]}'", index);
        if (symbol is "(" or "[" or "{") _open.Push(symbol switch { "(" => ')', "[" => ']', _ => '}' });
        if (symbol is ")" or "]" or "}")
        {
            if (!_open.TryPop(out var expected)) throw new TemplateFault($"unexpected '{symbol}'", index);
            if (symbol[0] != expected) throw new TemplateFault($"unexpected '{symbol}', '{expected}' is open", index);
        }

        Add(TokenKind.Symbol, index, index + symbol.Length);
    }

    [GeneratedRegex(@"\G([0-9]+_)*[0-9]+((\.([0-9]+_)*[0-9]+)?[eE][+-]?([0-9]+_)*[0-9]+|\.([0-9]+_)*[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex FractionPattern();

    [GeneratedRegex(@"\G(0[bB](_?[01])+|0[oO](_?[0-7])+|0[xX](_?[0-9a-fA-F])+|[1-9](_?[0-9])*|0(_?0)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex IntegerPattern();
}

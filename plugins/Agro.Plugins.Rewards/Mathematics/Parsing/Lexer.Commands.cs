using Agro.Plugins.Rewards.Mathematics.Extraction;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

internal sealed partial class Lexer
{
    private static readonly Dictionary<string, string> Spellings = new()
    {
        ["dfrac"] = "frac",
        ["tfrac"] = "frac",
        ["cfrac"] = "frac",
        ["dbinom"] = "binom",
        ["tbinom"] = "binom",
        ["mathds"] = "mathbb",
        ["bar"] = "overline",
    };

    private void ReadCommand()
    {
        _at++;
        if (Peek() == '\\')
        {
            _at++;
            // A backslash that was escaped twice is one, except between the rows of a matrix.
            if (_environments == 0 && IsCommandAhead()) return;
            Add(TokenKind.Symbol, "\\\\");
            return;
        }
        var start = _at;
        while (char.IsAsciiLetter(Peek())) _at++;
        if (_at == start) ReadEscaped();
        else ReadCommand(_text[start.._at]);
    }

    private bool IsCommandAhead()
    {
        if (!char.IsAsciiLetter(Peek()) && Peek() is not ('{' or '}' or '%' or '$')) return false;
        _at--;
        return true;
    }

    private void ReadEscaped()
    {
        var c = Peek();
        if (c != '\0') _at++;
        switch (c)
        {
            case '{':
                _brackets++;
                Add(TokenKind.Symbol, "\\{");
                break;
            case '}':
                _brackets = Math.Max(0, _brackets - 1);
                Add(TokenKind.Symbol, "\\}");
                break;
            case '|':
                Add(TokenKind.Symbol, "|");
                break;
            case '%':
                Add(TokenKind.Symbol, "%");
                break;
            default:
                _spaced = true;
                break;
        }
    }

    private void ReadCommand(string name)
    {
        if (Spellings.TryGetValue(name, out var usual)) name = usual;
        if (name.StartsWith("quad", StringComparison.Ordinal) || name.StartsWith("qquad", StringComparison.Ordinal))
        {
            // "\quadx" lacks a space.
            _at -= name.Length - (name[1] == 'q' ? 5 : 4);
            _spaced = true;
        }
        else if (name is "left" or "right")
        {
            if (Peek() == '.') _at++;
        }
        else if (Vocabulary.TextCommands.Contains(name) || (Vocabulary.FontCommands.Contains(name) && IsWordAhead())) ReadText(name);
        else if (name is "begin" or "end") ReadEnvironment(name);
        else if (Vocabulary.Dropped.Contains(name)) _spaced = true;
        else if (Vocabulary.Signs.TryGetValue(name, out var sign)) Add(TokenKind.Symbol, sign);
        else if (Vocabulary.Names.TryGetValue(name, out var constant)) Add(TokenKind.Name, constant);
        else Add(TokenKind.Command, Vocabulary.Functions.GetValueOrDefault(name, name));
    }

    private void ReadEnvironment(string name)
    {
        var kind = ReadGroup();
        _environments = Math.Max(0, _environments + (name == "begin" ? 1 : -1));
        if (name == "begin" && kind is "array" or "tabular") ReadGroup();
        Add(TokenKind.Command, $"{name}:{kind.TrimEnd('*')}");
    }

    private void ReadText(string name)
    {
        if (name == "operatorname" && Peek() == '*') _at++;
        var words = ReadGroup().Replace("~", " ", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal);
        while (words is ['\\', ',' or ';' or ':' or '!', ..]) words = " " + words[2..];
        var trimmed = words.Trim().Trim('$').Trim();
        if (_tokens.Count == 0) trimmed = LeadingWords.Drop(trimmed);
        if (trimmed.Length == 0) _spaced = true;
        else if (name == "mathbb") Add(TokenKind.Name, SetName(trimmed));
        else if (IsFormula(trimmed)) Relex(trimmed);
        else if (name is "mathrm" or "operatorname" && trimmed.Length == 1 && !IsUnitLetter(words)) Add(TokenKind.Name, trimmed);
        else if (Vocabulary.Functions.TryGetValue(trimmed, out var function)) Add(TokenKind.Command, function);
        else if (trimmed is "%" or "percent") Add(TokenKind.Symbol, "%");
        else if (trimmed == "to") Add(TokenKind.Symbol, ":");
        else if (IsConnective(trimmed)) Add(TokenKind.Symbol, ",");
        else Add(TokenKind.Words, trimmed);
    }

    private static bool IsFormula(string text) => text[0] == '\\' || char.IsAsciiDigit(text[0])
        || (text.Length > 1 && text[0] is '-' or '+' or '.' && char.IsAsciiDigit(text[1]))
        || (text.AsSpan().IndexOfAny('=', '^', '+') > 0 && !Prose.Has(text));

    private bool IsWordAhead()
    {
        if (Peek() != '{') return false;
        var end = _at + 1;
        while (end < _text.Length && char.IsAsciiLetter(_text[end])) end++;
        return end - _at > 3 && end < _text.Length && _text[end] == '}';
    }

    // A number in a box of text is read as one.
    private void Relex(string content)
    {
        foreach (var token in Read(content, _groups).SkipLast(1)) _tokens.Add(token);
    }

    // "5 \mathrm{~m}" and "5\mathrm{m}" are lengths, "\mathrm{e}" is a number.
    private bool IsUnitLetter(string words) =>
        words.Length > 1 || (words is not ("e" or "i" or "d") && _tokens is [.., { Kind: TokenKind.Number }]);

    private static bool IsConnective(string words) =>
        words is "and" or "or" or "," or ";" or "And" or "Or" or "y" or "et" or "und" || words.EndsWith(" and", StringComparison.Ordinal)
        || words.EndsWith(" or", StringComparison.Ordinal) || words.StartsWith("and ", StringComparison.Ordinal)
        || words.StartsWith("or ", StringComparison.Ordinal) || words is ", and" or ", or" or "and," or "or,";

    private static string SetName(string letter) => letter switch
    {
        "R" => "Reals",
        "Z" => "Integers",
        "N" => "Naturals",
        "Q" => "Rationals",
        "C" => "Complexes",
        _ => letter,
    };

    /// <summary>What is in the braces ahead, or the one character ahead; nothing where there is neither.</summary>
    private string ReadGroup()
    {
        while (Peek() == ' ') _at++;
        if (Peek() != '{')
        {
            if (Peek() == '\0') return "";
            return _text[_at++].ToString();
        }
        var start = ++_at;
        var depth = 1;
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '\\') _at++;
            else if (_text[_at] == '{') depth++;
            else if (_text[_at] == '}' && --depth == 0) return _text[start.._at++];
        }
        _at = _text.Length;
        return _text[Math.Min(start, _text.Length)..];
    }
}

using System.Text;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary>
/// Rewrites a regular expression of Oniguruma (Ruby syntax), which tokenizer.json is written in, for .NET. They differ in possessive quantifiers,
/// <c>^ $</c> (always by line), the letter of dot-matches-newline, <c>\h</c>, <c>\w</c>, and in what classes may hold.
/// Text beyond U+FFFF is matched through stand-ins, so that a pattern cannot name such characters.
/// </summary>
internal sealed class OnigurumaPattern
{
    /// <summary>Word characters: letters, marks, decimal digits, letter numbers, connectors, symbols that count as alphabetic.</summary>
    public const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9";

    // Outside a class Oniguruma's \w takes the superscripts and fractions of Latin-1 for word characters too.
    private const string BareWord = Word + @"\u00B2\u00B3\u00B9\u00BC-\u00BE";

    private readonly PatternReader _reader;
    private readonly StringBuilder _output = new();
    private readonly Stack<(int Start, bool IgnoreCase)> _groups = new();
    private int _atom;
    private bool _ignoreCase;

    private OnigurumaPattern(string pattern) => _reader = new PatternReader(pattern);

    /// <summary>Rewrites a pattern.</summary>
    /// <exception cref="FormatException">It uses what is not supported.</exception>
    public static string Translate(string pattern)
    {
        var translation = new OnigurumaPattern(pattern);
        while (!translation._reader.AtEnd) translation.Next();
        return translation._output.ToString();
    }

    private void Next()
    {
        var c = _reader.Read();
        switch (c)
        {
            case '\\': Atom(Escape()); break;
            case '[': Atom(CharacterClass.Parse(_reader).Emit()); break;
            case '(': Open(); break;
            case ')': Close(); break;
            case '*' or '+' or '?': Quantifier(c.ToString(), possessive: true); break;
            case '{': Braces(); break;
            case '^': Atom("(?m:^)"); break;
            case '$': Atom("(?m:$)"); break;
            // .NET's case folding leaves out the long s, which Unicode folds to s.
            case 's' or 'S' or '\u017F' when _ignoreCase: Atom("[sS\u017F]"); break;
            default:
                if (char.IsSurrogate(c)) throw new FormatException("it names a character beyond U+FFFF");
                Atom(c.ToString());
                break;
        }
    }

    private void Atom(string text)
    {
        _atom = _output.Length;
        _output.Append(text);
    }

    private string Escape()
    {
        var c = _reader.Read();
        return c switch
        {
            'p' or 'P' => UnicodeProperty.Parse(_reader, negated: c == 'P').Emit(),
            'w' => $"[{BareWord}]",
            'W' => $"[^{BareWord}]",
            'h' => "[0-9a-fA-F]",
            'H' => "[^0-9a-fA-F]",
            'x' or 'u' => CharacterClass.Literal(_reader.Hexadecimal(c)),
            'R' or 'X' or 'K' or 'k' or 'g' or 'y' or 'Y' or 'O' or 'N' or 'c' or 'C' or 'M' => throw new FormatException($@"\{c} is not supported"),
            _ => $@"\{c}",
        };
    }

    private void Open()
    {
        _groups.Push((_output.Length, _ignoreCase));
        _output.Append('(');
        if (!_reader.TryRead('?')) return;
        if (_reader.TryRead('#'))
        {
            while (_reader.Read() != ')')
            {
            }
            _output.Length = _groups.Pop().Start;
            return;
        }
        _output.Append('?');
        var c = _reader.Read();
        if (c is ':' or '=' or '!' or '>' or '<') _output.Append(c);
        else Options(c);
    }

    // (?imx-imx) and (?imx-imx:…): m is for .NET's s.
    private void Options(char c)
    {
        for (var on = true; c is not (')' or ':'); c = _reader.Read())
        {
            if (c is not ('i' or 'm' or 'x' or '-')) throw new FormatException($"(?{c} is not supported");
            if (c == '-') on = false;
            if (c == 'i') _ignoreCase = on;
            _output.Append(c == 'm' ? 's' : c);
        }
        _output.Append(c);
        // Options without a colon hold to the end of the group around them.
        if (c == ')') _groups.Pop();
    }

    private void Close()
    {
        if (!_groups.TryPop(out var group)) throw new FormatException("a ')' closes nothing");
        (_atom, _ignoreCase) = group;
        _output.Append(')');
    }

    private void Quantifier(string text, bool possessive)
    {
        _output.Append(text);
        if (_reader.TryRead('?')) _output.Append('?');
        else if (_reader.TryRead('+'))
        {
            _output.Insert(_atom, possessive ? "(?>" : "(?:").Append(possessive ? ")" : ")+");
        }
    }

    private void Braces()
    {
        var text = _reader.Bounds();
        if (text is null) Atom(@"\{");
        else Quantifier(text, possessive: false);
    }
}

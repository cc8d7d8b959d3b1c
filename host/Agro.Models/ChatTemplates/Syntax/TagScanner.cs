using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>
/// Takes a template apart into text and tags, with white space as transformers has it: a line break behind a block tag goes
/// (<c>trim_blocks</c>), so does what indents one (<c>lstrip_blocks</c>), <c>-</c> takes all white space, <c>+</c> keeps it.
/// </summary>
internal sealed class TagScanner
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _position;
    private bool _isLineStart = true;

    private TagScanner(string source) => _source = source;

    /// <summary>The template as Jinja sees it: lines end in <c>\n</c>, and the last line's end does not count.</summary>
    public static string Normalize(string template)
    {
        var source = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return source.EndsWith('\n') ? source[..^1] : source;
    }

    /// <summary>The tokens of a template.</summary>
    /// <param name="source">The template, normalized.</param>
    /// <exception cref="TemplateFault">It is not well formed.</exception>
    public static List<Token> Scan(string source)
    {
        var scanner = new TagScanner(source);
        while (scanner._position < source.Length) scanner.ScanPart();
        scanner._tokens.Add(new(TokenKind.End, "", source.Length));
        return scanner._tokens;
    }

    private void ScanPart()
    {
        var start = NextTag(_position);
        if (start < 0)
        {
            AddData(_source[_position..], _position);
            _position = _source.Length;
            return;
        }

        var control = Control(start + 2);
        var kind = _source[start + 1];
        AddData(Trimmed(_source[_position..start], control, isBlock: kind != '{'), _position);
        _position = start + 2 + (control == '\0' ? 0 : 1);
        if (kind == '#') SkipComment(start);
        else if (kind == '%' && RawBegin() is { } body) ScanRaw(start, body);
        else ScanTag(start, kind == '%');
    }

    private int NextTag(int from)
    {
        for (var i = from; (i = _source.IndexOf('{', i)) >= 0 && i + 1 < _source.Length; i++)
            if (_source[i + 1] is '{' or '%' or '#') return i;
        return -1;
    }

    private void AddData(string text, int offset)
    {
        if (text.Length > 0) _tokens.Add(new(TokenKind.Data, text, offset));
    }

    private char Control(int index) => index < _source.Length && _source[index] is '-' or '+' ? _source[index] : '\0';

    private string Trimmed(string text, char control, bool isBlock)
    {
        if (control == '-') return text.AsSpan().TrimEndSpace().ToString();
        if (control == '+' || !isBlock) return text;
        var line = text.LastIndexOf('\n') + 1;
        return (line > 0 || _isLineStart) && text.AsSpan(line).TrimEndSpace().IsEmpty ? text[..line] : text;
    }

    private void SkipComment(int start)
    {
        var end = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0) throw new TemplateFault("the comment '{#' has no end '#}'", start);
        EndTag(end > _position ? Control(end - 1) : '\0', end + 2, trims: true);
    }

    /// <summary>Ends a tag.</summary>
    /// <param name="control">The sign before its end.</param>
    /// <param name="end">The index behind it.</param>
    /// <param name="trims">Whether a line break behind it goes.</param>
    private void EndTag(char control, int end, bool trims)
    {
        _position = end;
        if (control == '-') _position = SkipSpace(end);
        else if (control == '\0' && trims && end < _source.Length && _source[end] == '\n') _position++;
        _isLineStart = _source[_position - 1] == '\n';
    }

    private int SkipSpace(int index)
    {
        while (index < _source.Length && CodePoints.IsSpace(_source[index])) index++;
        return index;
    }

    /// <summary>Where the text of a raw block begins; null when this tag begins none.</summary>
    private int? RawBegin()
    {
        if (Word(_position, "raw") is not { } index) return null;
        if (At(index, "-%}")) return SkipSpace(index + 3);
        return At(index, "%}") ? index + 2 : null;
    }

    private int? Word(int index, string word)
    {
        index = SkipSpace(index);
        return At(index, word) ? SkipSpace(index + word.Length) : null;
    }

    private bool At(int index, string text) => _source.AsSpan(Math.Min(index, _source.Length)).StartsWith(text, StringComparison.Ordinal);

    private void ScanRaw(int start, int body)
    {
        // What matters for the text is how the tag that begins it ended.
        _isLineStart = _source[body - 1] == '\n';
        for (var i = body; (i = _source.IndexOf("{%", i, StringComparison.Ordinal)) >= 0; i += 2)
        {
            var control = Control(i + 2);
            if (Word(i + 2 + (control == '\0' ? 0 : 1), "endraw") is not { } end) continue;
            var sign = Control(end);
            if (!At(end + (sign == '\0' ? 0 : 1), "%}")) continue;
            AddData(Trimmed(_source[body..i], control, isBlock: true), body);
            EndTag(sign, end + (sign == '\0' ? 2 : 3), trims: true);
            return;
        }

        throw new TemplateFault("'raw' has no 'endraw'", start);
    }

    private void ScanTag(int start, bool isBlock)
    {
        _tokens.Add(new(isBlock ? TokenKind.BlockBegin : TokenKind.PrintBegin, isBlock ? "{%" : "{{", start));
        var close = isBlock ? "%}" : "}}";
        var expression = new ExpressionScanner(_source, _position, _tokens);
        while (true)
        {
            var index = SkipSpace(expression.Position);
            var control = Control(index);
            var signed = control == '-' || (control == '+' && isBlock);
            if (!expression.IsInBrackets && At(signed ? index + 1 : index, close))
            {
                _tokens.Add(new(isBlock ? TokenKind.BlockEnd : TokenKind.PrintEnd, close, index));
                EndTag(signed ? control : '\0', index + (signed ? 3 : 2), trims: isBlock);
                return;
            }

            if (index == _source.Length) throw new TemplateFault($"the tag has no end '{close}'", start);
            expression.Scan(index);
        }
    }
}

using System.Buffers;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>Splits an answer, in LaTeX or typed plainly, into tokens. Spellings of the same become the same token.</summary>
internal sealed partial class Lexer
{
    /// <summary>The longest answer that is read, in characters.</summary>
    public const int MaxLength = 2000;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouAEIOU");

    private readonly string _text;
    private readonly bool _groups;
    private readonly List<Token> _tokens = new(8);
    private int _at;
    private int _brackets;
    private int _environments;
    private bool _spaced;

    private Lexer(string text, bool groups) => (_text, _groups) = (text, groups);

    /// <summary>Reads an answer.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="groups">Whether <c>1,234</c> is one number.</param>
    /// <returns>The tokens, an end behind them.</returns>
    /// <exception cref="NotVerifiableException">The answer is too long.</exception>
    public static List<Token> Read(string text, bool groups = true)
    {
        if (text.Length > MaxLength) throw new NotVerifiableException($"an answer of {text.Length} characters (at most {MaxLength} are read)");
        var lexer = new Lexer(text, groups);
        while (lexer._at < text.Length) lexer.Next();
        lexer.Add(TokenKind.End, "");
        return lexer._tokens;
    }

    private char Peek(int offset = 0) => _at + offset < _text.Length ? _text[_at + offset] : '\0';

    private void Add(TokenKind kind, string text)
    {
        _tokens.Add(new Token(kind, text) { IsSpaced = _spaced });
        _spaced = false;
    }

    private void Next()
    {
        var c = _text[_at];
        if (char.IsWhiteSpace(c) || c is '~' or '\u200b') (_at, _spaced) = (_at + 1, true);
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) ReadNumber();
        else if (c == '\\') ReadCommand();
        else if (char.IsAsciiLetter(c)) ReadLetters();
        else ReadSign(c);
    }

    private void ReadSign(char c)
    {
        var pair = Peek(1) switch
        {
            '=' when c is '<' or '>' => c + "=",
            '=' when c is '!' && _tokens is [.., { Kind: TokenKind.Name or TokenKind.Number }] && Peek(2) != '=' => "!=",
            '*' when c is '*' => "^",
            '>' when c is '=' or '-' => "→",
            '=' when c is '=' => "=",
            _ => null,
        };
        if (pair is not null)
        {
            _at += 2;
            Add(TokenKind.Symbol, pair);
            return;
        }
        _at++;
        switch (c)
        {
            case '$' or '€' or '£' or '`' or '"' or '¥' or '₹' or '?' or '\u200b':
                _spaced = true;
                break;
            case '(' or '[':
                _brackets++;
                Add(TokenKind.Symbol, c.ToString());
                break;
            case ')' or ']':
                _brackets = Math.Max(0, _brackets - 1);
                Add(TokenKind.Symbol, c.ToString());
                break;
            case '{' when Peek() == '}' && Peek(1) is not ('^' or '_') && _tokens is not [.., { Kind: TokenKind.Command } or { Text: "^" or "_" or "}" }]:
                (_at, _spaced) = (_at + 1, true);
                break;
            case '√':
                Add(TokenKind.Command, "sqrt");
                break;
            case '²' or '³' or '¹':
                Add(TokenKind.Symbol, "^");
                _tokens.Add(new Token(TokenKind.Number, c.ToString()) { Value = c == '²' ? 2 : c == '³' ? 3 : 1 });
                break;
            default:
                AddCharacter(c.ToString());
                break;
        }
    }

    private void AddCharacter(string character)
    {
        if (Vocabulary.Signs.TryGetValue(character, out var sign)) Add(TokenKind.Symbol, sign);
        else if (Vocabulary.Names.TryGetValue(character, out var name)) Add(TokenKind.Name, name);
        else if (character[0] > 127) AddWord(character);
        else Add(TokenKind.Symbol, character);
    }

    // Letters of other scripts belong to one word.
    private void AddWord(string character)
    {
        if (!_spaced && _tokens is [.., { Kind: TokenKind.Words } last]) _tokens[^1] = new(TokenKind.Words, last.Text + character);
        else Add(TokenKind.Words, character);
    }

    private void ReadLetters()
    {
        var start = _at;
        while (char.IsAsciiLetter(Peek())) _at++;
        var run = _text[start.._at];
        if (run == "U" && IsBetweenIntervals()) Add(TokenKind.Symbol, "∪");
        else if (run.Length == 1) Add(TokenKind.Name, run == "I" ? "i" : run);
        else if (run is "and" or "or") Add(TokenKind.Symbol, ",");
        else if (run is "th" or "st" or "nd" or "rd" && !_spaced && _tokens is [.., { Kind: TokenKind.Number }]) return;
        else if (run is "percent" or "pct" or "percentage") Add(TokenKind.Symbol, "%");
        else if (run is "sqrt" or "frac" or "dfrac" or "tfrac" or "binom" or "cbrt") Add(TokenKind.Command, run.TrimStart('d', 't'));
        else if (run == "in" && IsInch()) Add(TokenKind.Words, run);
        else if (run is "mod" or "in") Add(TokenKind.Symbol, run);
        else if (Vocabulary.Functions.TryGetValue(run, out var function) && !IsCounted(run)) Add(TokenKind.Command, function);
        else if (Vocabulary.Names.TryGetValue(run, out var name)) Add(TokenKind.Name, name);
        else if (IsCounted(run) || IsWord(run)) Add(TokenKind.Words, run);
        else foreach (var letter in run) Add(TokenKind.Name, letter == 'I' ? "i" : letter.ToString());
    }

    private bool IsCounted(string run) =>
        _tokens is [.., { Kind: TokenKind.Number or TokenKind.Words } or { Text: "}" or ")" }] && Vocabulary.Units.Contains(run);

    // "5 in", "5 in^2"; "x in S" is a relation.
    private bool IsInch()
    {
        if (_tokens is not [.., { Kind: TokenKind.Number }]) return false;
        var next = _text.AsSpan(_at).TrimStart();
        return next.IsEmpty || next[0] is '^' or '²' or '.';
    }

    private bool IsBetweenIntervals() =>
        _tokens is [.., { Text: ")" or "]" }] && _text.AsSpan(_at).TrimStart() is ['(' or '[', ..] or ['\\', 'l', ..];

    private static bool IsWord(string run)
    {
        if (run.Length < 4 || run.AsSpan().IndexOfAny(Vowels) < 0) return false;
        return run.AsSpan(1).IndexOfAnyInRange('A', 'Z') < 0;
    }
}

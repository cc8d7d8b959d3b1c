namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Tokens, one after the other.</summary>
/// <param name="tokens">The tokens; the last one is the end.</param>
internal sealed class TokenStream(List<Token> tokens)
{
    private int _index;

    public Token Current => tokens[_index];

    public Token Ahead => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    public Token Next()
    {
        var token = Current;
        if (token.Kind != TokenKind.End) _index++;
        return token;
    }

    public bool IsSymbol(string symbol) => Is(Current, TokenKind.Symbol, symbol);

    public bool IsName(string name) => Is(Current, TokenKind.Name, name);

    public static bool Is(Token token, TokenKind kind, string text) => token.Kind == kind && token.Text == text;

    public bool SkipSymbol(string symbol)
    {
        if (!IsSymbol(symbol)) return false;
        Next();
        return true;
    }

    public bool SkipName(string name)
    {
        if (!IsName(name)) return false;
        Next();
        return true;
    }

    public Token Expect(TokenKind kind, string wanted) => Current.Kind == kind ? Next() : throw Unexpected(wanted);

    public void ExpectSymbol(string symbol)
    {
        if (!SkipSymbol(symbol)) throw Unexpected($"'{symbol}'");
    }

    public TemplateFault Unexpected(string wanted) => new($"found {Current.Description}, expected {wanted}", Current.Offset);
}

using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>Reads an answer into a tree, by recursive descent of bounded depth.</summary>
internal sealed partial class Parser
{
    /// <summary>How deep brackets, roots and exponents may be nested.</summary>
    public const int MaxDepth = 60;

    private readonly List<Token> _tokens;
    private readonly bool _tight;
    private int _at;
    private int _depth;

    private Parser(List<Token> tokens, bool tight) => (_tokens, _tight) = (tokens, tight);

    private Token Current => _tokens[_at];

    /// <summary>Reads an answer.</summary>
    /// <param name="text">The answer, without the text around it.</param>
    /// <param name="groups">Whether <c>1,234</c> is one number.</param>
    /// <param name="tight">Whether <c>1/2x</c> is <c>1/(2x)</c>.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="NotVerifiableException">It is no mathematics that is understood.</exception>
    public static Expression Parse(string text, bool groups = true, bool tight = true)
    {
        var parser = new Parser(Lexer.Read(text, groups), tight);
        var answer = parser.ReadLists();
        return parser.Current.Kind == TokenKind.End ? answer : throw parser.Unexpected();
    }

    private NotVerifiableException Unexpected() =>
        new(Current.Kind == TokenKind.End ? "an answer that ends too early" : $"'{Current.Text}' where it has no meaning");

    private Token Take() => _tokens[_at++];

    private bool Accept(string sign)
    {
        if (!Current.Is(sign)) return false;
        _at++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Accept(sign)) throw Unexpected();
    }

    private void Enter()
    {
        NotVerifiableException.ThrowIfDeep();
        if (++_depth > MaxDepth) throw new NotVerifiableException($"an answer nested deeper than {MaxDepth}");
    }

    private void Leave() => _depth--;

    // "p=5,q=2;p=7,q=2": the semicolon is the outer separator where there are both.
    private Expression ReadLists()
    {
        var groups = new List<List<Expression>>();
        do
        {
            if (ReadItems() is { Count: > 0 } items) groups.Add(items);
        }
        while (Accept(";"));
        if (groups.Count == 0) throw Unexpected();
        if (groups.Count > 1 && groups.TrueForAll(group => group.Count > 1))
            return new Collection("", [.. groups.Select(group => new Collection("(", [.. group], ")"))], "");
        return Single([.. groups.SelectMany(group => group)]);
    }

    private static Expression Single(List<Expression> items) => items.Count == 1 ? items[0] : new Collection("", [.. items], "");

    private List<Expression> ReadItems()
    {
        var items = new List<Expression>();
        while (true)
        {
            while (Current.Is(",") || Current.Is("\\\\")) _at++;
            if (IsEndOfItems()) return items;
            items.Add(ReadRelation());
            if (!Current.Is(",") && !Current.Is("\\\\")) return items;
        }
    }

    private bool IsEndOfItems() => Current.Kind switch
    {
        TokenKind.End => true,
        TokenKind.Symbol => Current.Text is ";" or ")" or "}" or "\\}" or "⟩" || (Current.Is("]") && _open > 0) || (Current.Is("|") && _bars > 0) || (Current.Is(".") && IsLast()),
        TokenKind.Command => Current.Text.StartsWith("end:", StringComparison.Ordinal),
        _ => false,
    };

    // A full stop at the end is no part of an answer.
    private bool IsLast()
    {
        if (_tokens[_at + 1].Kind != TokenKind.End) return false;
        _at++;
        return true;
    }

    private Expression ReadRelation()
    {
        if (Current.Is("=") || Current.Is("≈")) _at++;
        var operands = new List<Expression> { ReadRatio() };
        var signs = new List<string>();
        while (Current.Kind == TokenKind.Symbol && IsRelation(Current.Text))
        {
            signs.Add(Take().Text);
            operands.Add(ReadRatio());
        }
        if (Current.Is(".")) IsLast();
        return signs.Count == 0 ? operands[0] : new Relation([.. operands], [.. signs]);
    }

    private static bool IsRelation(string sign) => sign is "=" or "<" or ">" or "<=" or ">=" or "!=" or "≈" or "≡" or "~" or "in" or "notin" or "→";

    private Expression ReadRatio()
    {
        var first = ReadUnion();
        if (!Current.Is(":") || _isBuilder) return first;
        var parts = new List<Expression> { first };
        while (Accept(":")) parts.Add(ReadUnion());
        return parts.Count == 2 ? new Apply("/", [.. parts]) : new Collection(":", [.. parts], ":");
    }

    private Expression ReadUnion()
    {
        var left = ReadSum();
        while (Current.Is("∪") || Current.Is("∩") || Current.Is("\\"))
        {
            var sign = Take().Text;
            left = new Apply(sign, left, ReadSum());
        }
        return left;
    }
}

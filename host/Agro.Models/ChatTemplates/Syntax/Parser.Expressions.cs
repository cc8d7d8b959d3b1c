using Agro.Models.ChatTemplates.Expressions;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Expressions, from what binds least to what binds most.</summary>
internal sealed partial class Parser
{
    /// <summary>Reads one expression, or several with commas between, which make a tuple.</summary>
    /// <param name="withCondition">Whether <c>a if b else c</c> may stand here.</param>
    /// <param name="canBeEmpty">Whether nothing may stand here, which makes an empty tuple.</param>
    /// <param name="endWord">A word that ends it.</param>
    private Expression ParseTuple(bool withCondition = true, bool canBeEmpty = false, string? endWord = null)
    {
        var offset = _tokens.Current.Offset;
        var items = new List<Expression>();
        var isTuple = false;
        while (!IsTupleEnd(endWord))
        {
            items.Add(withCondition ? ParseExpression() : Nested(ParseOr));
            if (!_tokens.SkipSymbol(",")) break;
            isTuple = true;
        }

        if (!isTuple && items.Count == 1) return items[0];
        return items.Count > 0 || canBeEmpty ? new TupleExpression(offset, items) : throw _tokens.Unexpected("an expression");
    }

    private bool IsTupleEnd(string? word) =>
        _tokens.Current.Kind is TokenKind.PrintEnd or TokenKind.BlockEnd or TokenKind.End || _tokens.IsSymbol(")")
        || (word is not null && _tokens.IsName(word));

    private Expression ParseExpression() => Nested(ParseConditional);

    private Expression ParseConditional()
    {
        var offset = _tokens.Current.Offset;
        var missing = _missing.Count;
        var result = ParseOr();
        while (_tokens.SkipName("if"))
        {
            var condition = ParseOr();
            var otherwise = _tokens.SkipName("else") ? ParseExpression() : null;
            result = new ConditionalExpression(offset, condition, result, otherwise);
            _missing.RemoveRange(missing, _missing.Count - missing);
        }

        return result;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (_tokens.IsName("or")) left = new LogicalExpression(_tokens.Next().Offset, isAnd: false, left, ParseAnd());
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (_tokens.IsName("and")) left = new LogicalExpression(_tokens.Next().Offset, isAnd: true, left, ParseNot());
        return left;
    }

    private Expression ParseNot()
    {
        if (!_tokens.IsName("not")) return ParseComparison();
        var offset = _tokens.Next().Offset;
        return new NotExpression(offset, Nested(ParseNot));
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var links = new List<ComparisonLink>();
        while (true)
        {
            var offset = _tokens.Current.Offset;
            string? symbol = null;
            if (_tokens.Current is { Kind: TokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" }) symbol = _tokens.Next().Text;
            else if (_tokens.SkipName("in")) symbol = "in";
            else if (_tokens.IsName("not") && TokenStream.Is(_tokens.Ahead, TokenKind.Name, "in"))
            {
                _tokens.Next();
                _tokens.Next();
                symbol = "not in";
            }

            if (symbol is null) return links.Count == 0 ? first : new ComparisonExpression(links[0].Offset, first, links);
            links.Add(new(symbol, ParseSum(), offset));
        }
    }

    private Expression ParseSum() => ParseBinary(ParseConcatenation, "+", "-");

    private Expression ParseConcatenation()
    {
        var first = ParseProduct();
        if (!_tokens.IsSymbol("~")) return first;
        var offset = _tokens.Current.Offset;
        var parts = new List<Expression> { first };
        while (_tokens.SkipSymbol("~")) parts.Add(ParseProduct());
        return new ConcatenationExpression(offset, parts);
    }

    private Expression ParseProduct() => ParseBinary(ParsePower, "*", "/", "//", "%");

    // As in Jinja, and unlike in Python, powers are computed from the left.
    private Expression ParsePower() => ParseBinary(() => ParseUnary(), "**");

    private Expression ParseBinary(Func<Expression> parse, params string[] symbols)
    {
        var left = parse();
        while (_tokens.Current.Kind == TokenKind.Symbol && symbols.Contains(_tokens.Current.Text))
        {
            var symbol = _tokens.Next();
            left = new ArithmeticExpression(symbol.Offset, symbol.Text, left, parse());
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters = true)
    {
        Expression result;
        if (_tokens.IsSymbol("-") || _tokens.IsSymbol("+"))
        {
            var sign = _tokens.Next();
            result = new SignExpression(sign.Offset, sign.Text == "-", Nested(() => ParseUnary(withFilters: false)));
        }
        else
        {
            result = ParsePrimary();
        }

        result = ParsePostfix(result);
        return withFilters ? ParseFiltersAndTests(result) : result;
    }
}

using System.Text;
using Agro.Models.ChatTemplates.Builtins;
using Agro.Models.ChatTemplates.Expressions;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Names, literals, and what may follow them: attributes, indices, calls, filters and tests.</summary>
internal sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                _tokens.Next();
                return ParseName(token);
            case TokenKind.Text:
                return ParseText(token);
            case TokenKind.Number:
                _tokens.Next();
                return new ConstantExpression(token.Offset, token.Value);
            case TokenKind.Symbol when token.Text == "(":
                _tokens.Next();
                var inner = ParseTuple(canBeEmpty: true);
                _tokens.ExpectSymbol(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                return ParseList(token);
            case TokenKind.Symbol when token.Text == "{":
                return ParseMapping(token);
            default:
                throw _tokens.Unexpected("an expression");
        }
    }

    private Expression ParseName(Token token)
    {
        switch (token.Text)
        {
            case "true" or "True": return new ConstantExpression(token.Offset, true);
            case "false" or "False": return new ConstantExpression(token.Offset, false);
            case "none" or "None": return new ConstantExpression(token.Offset, null);
        }

        foreach (var names in _usedNames) names.Add(token.Text);
        return new NameExpression(token.Offset, token.Text);
    }

    private ConstantExpression ParseText(Token first)
    {
        var text = new StringBuilder();
        while (_tokens.Current.Kind == TokenKind.Text) text.Append((string)_tokens.Next().Value!);
        return new(first.Offset, text.ToString());
    }

    private ListExpression ParseList(Token open)
    {
        _tokens.Next();
        var items = new List<Expression>();
        while (!_tokens.IsSymbol("]"))
        {
            items.Add(ParseExpression());
            if (!_tokens.SkipSymbol(",")) break;
        }

        _tokens.ExpectSymbol("]");
        return new(open.Offset, items);
    }

    private MappingExpression ParseMapping(Token open)
    {
        _tokens.Next();
        var entries = new List<(Expression Key, Expression Value)>();
        while (!_tokens.IsSymbol("}"))
        {
            var key = ParseExpression();
            _tokens.ExpectSymbol(":");
            entries.Add((key, ParseExpression()));
            if (!_tokens.SkipSymbol(",")) break;
        }

        _tokens.ExpectSymbol("}");
        return new(open.Offset, entries);
    }

    private Expression ParsePostfix(Expression target)
    {
        while (true)
        {
            if (_tokens.IsSymbol(".")) target = ParseAttribute(target);
            else if (_tokens.IsSymbol("[")) target = ParseIndex(target);
            else if (_tokens.IsSymbol("(")) target = new CallExpression(_tokens.Current.Offset, target, ParseArguments());
            else return target;
        }
    }

    private Expression ParseAttribute(Expression target)
    {
        var offset = _tokens.Next().Offset;
        var name = _tokens.Next();
        if (name.Kind == TokenKind.Name) return new AttributeExpression(offset, target, name.Text);
        return name is { Kind: TokenKind.Number, Value: System.Numerics.BigInteger }
            ? new ItemExpression(offset, target, new ConstantExpression(name.Offset, name.Value))
            : throw new TemplateFault($"found {name.Description}, expected a name or a number behind '.'", name.Offset);
    }

    private Expression ParseIndex(Expression target)
    {
        var offset = _tokens.Next().Offset;
        var start = _tokens.IsSymbol(":") ? null : ParseExpression();
        Expression result;
        if (_tokens.SkipSymbol(":"))
        {
            var stop = _tokens.IsSymbol(":") || _tokens.IsSymbol("]") ? null : ParseExpression();
            var step = _tokens.SkipSymbol(":") && !_tokens.IsSymbol("]") ? ParseExpression() : null;
            result = new SliceExpression(offset, target, start, stop, step);
        }
        else if (_tokens.IsSymbol(","))
        {
            var items = new List<Expression> { start! };
            while (_tokens.SkipSymbol(",")) items.Add(ParseExpression());
            result = new ItemExpression(offset, target, new TupleExpression(offset, items));
        }
        else
        {
            result = new ItemExpression(offset, target, start!);
        }

        _tokens.ExpectSymbol("]");
        return result;
    }

    private Expression ParseFiltersAndTests(Expression target)
    {
        while (true)
        {
            if (_tokens.SkipSymbol("|")) target = ParseFilter(target);
            else if (_tokens.IsName("is")) target = ParseTest(target);
            else if (_tokens.IsSymbol("(")) target = new CallExpression(_tokens.Current.Offset, target, ParseArguments());
            else return target;
        }
    }

    private FilterExpression ParseFilter(Expression target)
    {
        var (name, offset) = ParseDottedName("the name of a filter");
        if (Filters.Find(name) is null) AddMissing(Filters.Missing(name), offset);
        return new(offset, target, name, _tokens.IsSymbol("(") ? ParseArguments() : ArgumentList.None);
    }

    private Expression ParseTest(Expression target)
    {
        _tokens.Next();
        var isNegated = _tokens.SkipName("not");
        var (name, offset) = ParseDottedName("the name of a test");
        if (Conditions.Find(name) is null) AddMissing(Conditions.Missing(name), offset);
        var arguments = ArgumentList.None;
        if (_tokens.IsSymbol("(")) arguments = ParseArguments();
        else if (IsTestArgument())
        {
            if (_tokens.IsName("is")) throw new TemplateFault("tests cannot follow each other with 'is'", _tokens.Current.Offset);
            arguments = new([ParsePostfix(ParsePrimary())], [], null, null);
        }

        var test = new TestExpression(offset, target, name, arguments);
        return isNegated ? new NotExpression(offset, test) : test;
    }

    private bool IsTestArgument() => _tokens.Current.Kind switch
    {
        TokenKind.Name => _tokens.Current.Text is not ("else" or "or" or "and"),
        TokenKind.Text or TokenKind.Number => true,
        TokenKind.Symbol => _tokens.Current.Text is "[" or "{",
        _ => false,
    };

    private (string Name, int Offset) ParseDottedName(string wanted)
    {
        var token = _tokens.Expect(TokenKind.Name, wanted);
        var name = token.Text;
        while (_tokens.SkipSymbol(".")) name += "." + _tokens.Expect(TokenKind.Name, wanted).Text;
        return (name, token.Offset);
    }

    /// <summary>As in Jinja, what is missing may stand where it may not be reached; it is a fault when it is.</summary>
    private void AddMissing(TemplateFault fault, int offset)
    {
        fault.Offset = offset;
        if (_branches == 0) _missing.Add(fault);
    }
}

using Agro.Models.ChatTemplates.Expressions;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>The arguments of calls, filters and tests.</summary>
internal sealed partial class Parser
{
    private ArgumentList ParseArguments()
    {
        var positional = new List<Expression>();
        var named = new List<(string Name, Expression Value)>();
        Expression? rest = null, namedRest = null;
        _tokens.ExpectSymbol("(");
        while (!_tokens.IsSymbol(")"))
        {
            var offset = _tokens.Current.Offset;
            if (_tokens.SkipSymbol("*"))
            {
                Require(rest is null && namedRest is null, offset);
                rest = ParseExpression();
            }
            else if (_tokens.SkipSymbol("**"))
            {
                Require(namedRest is null, offset);
                namedRest = ParseExpression();
            }
            else if (_tokens.Current.Kind == TokenKind.Name && TokenStream.Is(_tokens.Ahead, TokenKind.Symbol, "="))
            {
                Require(namedRest is null, offset);
                var name = _tokens.Next().Text;
                _tokens.Next();
                Require(named.TrueForAll(other => other.Name != name), offset);
                named.Add((name, ParseExpression()));
            }
            else
            {
                Require(rest is null && namedRest is null && named.Count == 0, offset);
                positional.Add(ParseExpression());
            }

            if (!_tokens.SkipSymbol(",")) break;
        }

        _tokens.ExpectSymbol(")");
        return new(positional, named, rest, namedRest);
    }

    private static void Require(bool holds, int offset)
    {
        if (!holds) throw new TemplateFault("the argument is given twice, or stands behind one that must be the last of its kind", offset);
    }
}

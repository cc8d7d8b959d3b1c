using Agro.Models.ChatTemplates.Expressions;
using Agro.Models.ChatTemplates.Statements;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Text and tags.</summary>
internal sealed partial class Parser
{
    // Jinja has these tags; a template that is one text has no use for them.
    private static readonly HashSet<string> RefusedTags =
        ["include", "import", "from", "extends", "block", "autoescape", "do", "trans", "pluralize", "debug"];

    /// <summary>Reads until one of the tags that end what is read, whose name is then the present token.</summary>
    /// <param name="ends">The names of those tags; none for the end of the template.</param>
    private Block ParseBody(params string[] ends)
    {
        var statements = new List<Statement>();
        while (true)
        {
            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new TextStatement(token.Text));
                    break;
                case TokenKind.PrintBegin:
                    statements.Add(new PrintStatement(token.Offset, ParseTuple()));
                    _tokens.Expect(TokenKind.PrintEnd, "'}}'");
                    break;
                case TokenKind.End:
                    return ends.Length == 0 ? new(statements) : throw _tokens.Unexpected($"the tag '{string.Join("' or '", ends)}'");
                default:
                    if (_tokens.Current.Kind == TokenKind.Name && ends.Contains(_tokens.Current.Text)) return new(statements);
                    statements.Add(Nested(ParseTag));
                    _tokens.Expect(TokenKind.BlockEnd, "'%}'");
                    break;
            }
        }
    }

    /// <summary>Reads the rest of a tag, a body, and the name of the tag that ends it.</summary>
    private Block ParseBlock(params string[] ends)
    {
        _tokens.SkipSymbol(":");
        _tokens.Expect(TokenKind.BlockEnd, "'%}'");
        return ParseBody(ends);
    }

    private Block ParseWholeBlock(string end)
    {
        var body = ParseBlock(end);
        _tokens.Next();
        return body;
    }

    private Statement ParseTag()
    {
        var tag = _tokens.Expect(TokenKind.Name, "the name of a tag");
        return tag.Text switch
        {
            "for" => ParseFor(tag.Offset),
            "if" => ParseIf(),
            "set" => ParseSet(tag.Offset),
            "macro" => ParseMacro(tag.Offset),
            "call" => ParseCall(tag.Offset),
            "filter" => ParseFilterBlock(tag.Offset),
            "with" => ParseWith(),
            "print" => ParsePrint(tag.Offset),
            "generation" => ParseGeneration(),
            "break" or "continue" when _loops == 0 => throw new TemplateFault($"'{tag.Text}' stands outside of a loop", tag.Offset),
            "break" => new JumpStatement(Flow.Break),
            "continue" => new JumpStatement(Flow.Continue),
            _ when RefusedTags.Contains(tag.Text) => throw new TemplateFault($"the tag '{tag.Text}' is not supported", tag.Offset),
            _ => throw new TemplateFault($"there is no tag '{tag.Text}'", tag.Offset),
        };
    }

    private IfStatement ParseIf()
    {
        var branches = new List<(Expression Condition, Block Body)>();
        Block? otherwise = null;
        _branches++;
        while (true)
        {
            var condition = ParseTuple(withCondition: false);
            branches.Add((condition, ParseBlock("elif", "else", "endif")));
            var next = _tokens.Next().Text;
            if (next == "elif") continue;
            if (next == "else") otherwise = ParseWholeBlock("endif");
            _branches--;
            return new(branches, otherwise);
        }
    }

    private ForStatement ParseFor(int offset)
    {
        var target = ParseTarget();
        if (target.Names.Contains("loop")) throw new TemplateFault("'loop' cannot be the variable of a loop", offset);
        if (!_tokens.SkipName("in")) throw _tokens.Unexpected("'in'");
        var items = ParseTuple(withCondition: false, endWord: "recursive");
        var condition = _tokens.SkipName("if") ? ParseExpression() : null;
        var isRecursive = _tokens.SkipName("recursive");
        _loops++;
        var body = ParseBlock("else", "endfor");
        _loops--;
        var otherwise = _tokens.Next().Text == "else" ? ParseWholeBlock("endfor") : null;
        return new(offset, new(target, items, condition), body) { Otherwise = otherwise, IsRecursive = isRecursive };
    }

    private Statement ParseSet(int offset)
    {
        var target = ParseTarget(withNamespaces: true);
        if (_loops > 0 && target.Names.Contains("loop")) throw new TemplateFault("'loop' cannot be set in a loop", offset);
        if (_tokens.SkipSymbol("=")) return new SetStatement(offset, target, ParseTuple());
        var filter = ParseFilters();
        return new SetBlockStatement(offset, target, filter, ParseWholeBlock("endset"));
    }

    private FilterBlockStatement ParseFilterBlock(int offset)
    {
        var filter = ParseFilter(new CapturedExpression(offset));
        var last = ParseFilters(filter) ?? filter;
        return new(offset, last, ParseWholeBlock("endfilter"));
    }

    private Expression? ParseFilters(Expression? first = null)
    {
        var filter = first;
        while (_tokens.IsSymbol("|"))
        {
            var offset = _tokens.Next().Offset;
            filter = ParseFilter(filter ?? new CapturedExpression(offset));
        }

        return filter;
    }

    private WithStatement ParseWith()
    {
        var variables = new List<(Target Target, Expression Value)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0) _tokens.ExpectSymbol(",");
            var target = ParseTarget();
            _tokens.ExpectSymbol("=");
            variables.Add((target, ParseExpression()));
        }

        return new(variables, ParseWholeBlock("endwith"));
    }

    private Block ParsePrint(int offset)
    {
        var parts = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0) _tokens.ExpectSymbol(",");
            parts.Add(new PrintStatement(offset, ParseExpression()));
        }

        return new(parts);
    }

    /// <summary>What transformers marks as the assistant's: rendered like anything else, in a scope of its own.</summary>
    private WithStatement ParseGeneration()
    {
        var loops = _loops;
        _loops = 0;
        var body = ParseWholeBlock("endgeneration");
        _loops = loops;
        return new([], body);
    }
}

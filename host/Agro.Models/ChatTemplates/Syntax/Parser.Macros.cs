using Agro.Models.ChatTemplates.Expressions;
using Agro.Models.ChatTemplates.Statements;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Macros, and what can be set.</summary>
internal sealed partial class Parser
{
    private MacroStatement ParseMacro(int offset)
    {
        var name = _tokens.Expect(TokenKind.Name, "the name of the macro").Text;
        return new(new(offset, name, ParseParameters()), name) { Body = ParseMacroBody("endmacro", out var used), UsedNames = used };
    }

    private CallStatement ParseCall(int offset)
    {
        var parameters = _tokens.IsSymbol("(") ? ParseParameters() : [];
        if (ParseExpression() is not CallExpression call) throw new TemplateFault("'call' takes a call", offset);
        return new(offset, call, new(new(offset, "caller", parameters), null) { Body = ParseMacroBody("endcall", out var used), UsedNames = used });
    }

    /// <summary>A body that is rendered where it is called, not where it stands: no loop goes on around it.</summary>
    private Block ParseMacroBody(string end, out IReadOnlySet<string> used)
    {
        var (loops, names) = (_loops, new HashSet<string>(StringComparer.Ordinal));
        _usedNames.Add(names);
        _loops = 0;
        var body = ParseWholeBlock(end);
        _loops = loops;
        _usedNames.Remove(names);
        used = names;
        return body;
    }

    private List<Parameter> ParseParameters()
    {
        var parameters = new List<Parameter>();
        _tokens.ExpectSymbol("(");
        while (!_tokens.IsSymbol(")"))
        {
            if (parameters.Count > 0) _tokens.ExpectSymbol(",");
            var name = _tokens.Expect(TokenKind.Name, "the name of a parameter");
            var value = _tokens.SkipSymbol("=") ? ParseExpression() : null;
            if (value is null && parameters is [.., { Default: not null }])
                throw new TemplateFault($"the parameter '{name.Text}' needs a default, as the one before it has", name.Offset);
            if (parameters.Exists(other => other.Name == name.Text)) throw new TemplateFault($"there are two parameters '{name.Text}'", name.Offset);
            parameters.Add(new(name.Text, value));
        }

        _tokens.ExpectSymbol(")");
        return parameters;
    }

    /// <summary>Reads what is set: a name, an attribute of a namespace, or several with commas between.</summary>
    private Target ParseTarget(bool withNamespaces = false)
    {
        var first = ParseSingleTarget(withNamespaces);
        if (!_tokens.IsSymbol(",")) return first;
        var targets = new List<Target> { first };
        while (_tokens.SkipSymbol(",") && (_tokens.Current.Kind == TokenKind.Name || _tokens.IsSymbol("(")) && !_tokens.IsName("in"))
            targets.Add(ParseSingleTarget(withNamespaces));
        return new TupleTarget(targets);
    }

    private Target ParseSingleTarget(bool withNamespaces)
    {
        if (_tokens.SkipSymbol("("))
        {
            var inner = Nested(() => ParseTarget(withNamespaces));
            _tokens.ExpectSymbol(")");
            return inner;
        }

        var name = _tokens.Expect(TokenKind.Name, "the name of a variable");
        if (name.Text is "true" or "True" or "false" or "False" or "none" or "None")
            throw new TemplateFault($"'{name.Text}' cannot be set", name.Offset);
        if (!withNamespaces || !_tokens.SkipSymbol(".")) return new NameTarget(name.Text);
        foreach (var names in _usedNames) names.Add(name.Text);
        return new NamespaceTarget(name.Text, _tokens.Expect(TokenKind.Name, "the name of an attribute").Text);
    }
}

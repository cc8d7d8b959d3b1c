using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>Sums, products, integrals, limits and derivatives, with their bound variables.</summary>
internal sealed partial class Parser
{
    private readonly Stack<string?> _integrands = new();

    private bool IsIntegrandOver => _integrands.TryPeek(out var variable) && variable is not null;

    private Apply ReadSeries(string name)
    {
        Expression? lower = null, upper = null;
        Expression variable = new Name("k");
        while (Current.Is("_") || Current.Is("^"))
        {
            if (Take().Text == "^") upper = ReadArgument();
            else if (ReadArgument() is Relation { Signs: ["="], Operands: [Name index, var start] }) (variable, lower) = (index, start);
            else throw new NotVerifiableException($"a {name} without a lower bound");
        }
        if (lower is null || upper is null) throw new NotVerifiableException($"a {name} without bounds");
        return new(name, ReadBody(), variable, lower, upper);
    }

    // The body reaches to the next + or -.
    private Expression ReadBody()
    {
        Enter();
        var body = ReadProduct();
        Leave();
        return body;
    }

    private Apply ReadLimit()
    {
        if (!Accept("_") || ReadArgument() is not Relation { Signs: ["→"], Operands: [Name variable, var target] })
            throw new NotVerifiableException("a limit without a target");
        return new("lim", ReadBody(), variable, target);
    }

    private Apply ReadIntegral()
    {
        Expression? lower = null, upper = null;
        while (Current.Is("_") || Current.Is("^"))
        {
            var isLower = Take().Text == "_";
            if (Current.Is("{") && _tokens[_at + 1].Is("}"))
            {
                _at += 2;
                continue;
            }
            var bound = ReadArgument();
            if (isLower) lower = bound;
            else upper = bound;
        }
        _integrands.Push(null);
        var body = ReadSum();
        var variable = new Name(_integrands.Pop() ?? "x");
        return lower is null || upper is null ? new("int", body, variable) : new("int", body, variable, lower, upper);
    }

    private bool IsDifferential() =>
        _integrands.TryPeek(out var found) && found is null && Current is { Kind: TokenKind.Name, Text: "d" }
        && _tokens[_at + 1].Kind == TokenKind.Name;

    private Number? ReadDifferential()
    {
        if (!IsDifferential()) return null;
        _at++;
        _integrands.Pop();
        _integrands.Push(Take().Text);
        return new(1);
    }

    /// <summary><c>\frac{d}{dx} body</c>; null where the fraction is another.</summary>
    private Apply? ReadDerivative()
    {
        if (!Accept("{") || Current.Text != "d") return null;
        _at++;
        if (!Accept("}") || !Accept("{") || Current.Text != "d") return null;
        _at++;
        if (Current.Kind != TokenKind.Name) return null;
        var variable = new Name(Take().Text);
        return Accept("}") ? new("derivative", ReadBody(), variable) : null;
    }
}

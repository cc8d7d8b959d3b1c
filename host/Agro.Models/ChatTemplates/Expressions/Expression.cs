namespace Agro.Models.ChatTemplates.Expressions;

/// <summary>Something with a value.</summary>
internal abstract class Expression
{
    // Deeper than any template that a person wrote, and far from the end of the stack.
    private const int DeepestExpression = 200;

    private readonly int _depth;

    protected Expression(int offset, params ReadOnlySpan<Expression?> parts)
    {
        Offset = offset;
        foreach (var part in parts) _depth = Math.Max(_depth, (part?._depth ?? 0) + 1);
        if (_depth > DeepestExpression) throw new TemplateFault($"the expression has more than {DeepestExpression} parts in each other", offset);
    }

    /// <summary>Where it is in the template.</summary>
    public int Offset { get; }

    /// <summary>Its value; faults get its place.</summary>
    public object? Evaluate(Scope scope)
    {
        scope.Rendering.Spend(1);
        try
        {
            Rendering.CheckStack();
            return Compute(scope);
        }
        catch (TemplateFault fault) when (fault.Offset is null)
        {
            fault.Offset = Offset;
            throw;
        }
    }

    protected abstract object? Compute(Scope scope);
}

/// <summary>A literal.</summary>
internal sealed class ConstantExpression(int offset, object? value) : Expression(offset)
{
    protected override object? Compute(Scope scope) => value;
}

/// <summary>A variable.</summary>
internal sealed class NameExpression(int offset, string name) : Expression(offset)
{
    protected override object? Compute(Scope scope) => scope[name];
}

/// <summary>What the body of a block printed, where its filters begin.</summary>
internal sealed class CapturedExpression(int offset) : Expression(offset)
{
    /// <summary>The name that it has in the scope of its filters; no template can use it.</summary>
    public const string Name = " captured";

    protected override object? Compute(Scope scope) => scope[Name];
}

using Agro.Models.ChatTemplates.Expressions;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Statements;

/// <summary>How it goes on after a statement.</summary>
internal enum Flow
{
    /// <summary>With the next statement.</summary>
    Next,

    /// <summary>With the next iteration of the loop.</summary>
    Continue,

    /// <summary>Behind the loop.</summary>
    Break,
}

/// <summary>A part of a template.</summary>
internal abstract class Statement
{
    /// <summary>Renders it.</summary>
    /// <param name="scope">The variables that it sees and sets.</param>
    /// <param name="output">Where its text goes.</param>
    public abstract Flow Execute(Scope scope, TextOutput output);
}

/// <summary>Statements, one after the other.</summary>
internal sealed class Block(List<Statement> statements) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        Rendering.CheckStack();
        foreach (var statement in statements)
        {
            scope.Rendering.Spend(1);
            if (statement.Execute(scope, output) is var flow and not Flow.Next) return flow;
        }

        return Flow.Next;
    }

    /// <summary>Renders it into a text of its own.</summary>
    public string Capture(Scope scope)
    {
        var output = new TextOutput(scope.Rendering);
        Execute(scope, output);
        return output.ToString();
    }
}

/// <summary>Text outside of tags.</summary>
internal sealed class TextStatement(string text) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        output.Append(text);
        return Flow.Next;
    }
}

/// <summary><c>{{ a }}</c></summary>
internal sealed class PrintStatement(int offset, Expression expression) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        var value = expression.Evaluate(scope);
        Faults.At(offset, () => output.Append(Text.Of(value, scope.Rendering)));
        return Flow.Next;
    }
}

/// <summary><c>break</c> and <c>continue</c></summary>
internal sealed class JumpStatement(Flow flow) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output) => flow;
}

/// <summary><c>if</c>, <c>elif</c> and <c>else</c></summary>
internal sealed class IfStatement(List<(Expression Condition, Block Body)> branches, Block? otherwise) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        foreach (var (condition, body) in branches)
            if (Truth.Of(condition.Evaluate(scope))) return body.Execute(scope, output);
        return otherwise?.Execute(scope, output) ?? Flow.Next;
    }
}

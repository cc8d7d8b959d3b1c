using Agro.Models.ChatTemplates.Expressions;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Statements;

/// <summary>The head of a loop.</summary>
/// <param name="Target">What each item is given to.</param>
/// <param name="Items">The items.</param>
/// <param name="Condition">Which of them count; null for all.</param>
internal sealed record LoopHead(Target Target, Expression Items, Expression? Condition);

/// <summary><c>for a in b</c> … <c>endfor</c>. What its body sets is gone with each iteration.</summary>
internal sealed class ForStatement(int offset, LoopHead head, Block body) : Statement
{
    /// <summary>What is rendered when no iteration came to its end.</summary>
    public Block? Otherwise { get; init; }

    /// <summary>Whether <c>loop(items)</c> renders the body again.</summary>
    public bool IsRecursive { get; init; }

    public override Flow Execute(Scope scope, TextOutput output)
    {
        Run(scope, head.Items.Evaluate(scope), 0, output);
        return Flow.Next;
    }

    private void Run(Scope scope, object? items, int depth, TextOutput output)
    {
        var loop = Faults.At(offset, () => Begin(scope, items, depth));
        var isComplete = false;
        while (Faults.At(offset, loop.MoveNext))
        {
            scope.Rendering.CountIteration();
            var inner = scope.Inner();
            inner["loop"] = loop;
            Faults.At(offset, () => Set(inner, loop.Current));
            var flow = body.Execute(inner, output);
            if (flow == Flow.Break) break;
            // As in Jinja, 'continue' leaves this as it was.
            isComplete |= flow == Flow.Next;
        }

        if (!isComplete) Otherwise?.Execute(scope.Inner(), output);
    }

    private LoopValue Begin(Scope scope, object? items, int depth)
    {
        var all = Iteration.Of(items, scope.Rendering);
        var recurse = IsRecursive ? new Func<object?, string>(inner => Recurse(scope, inner, depth + 1)) : null;
        if (head.Condition is not { } condition) return new(all, Iteration.CountOrNull(items), depth, recurse);
        return new(all.Where(item => Truth.Of(condition.Evaluate(With(scope.Inner(), item)))), null, depth, recurse);
    }

    private string Recurse(Scope scope, object? items, int depth)
    {
        scope.Rendering.EnterCall();
        var output = new TextOutput(scope.Rendering);
        Run(scope, items, depth, output);
        scope.Rendering.LeaveCall();
        return output.ToString();
    }

    private Scope With(Scope scope, object? item)
    {
        head.Target.Set(scope, item);
        return scope;
    }

    private bool Set(Scope scope, object? item)
    {
        head.Target.Set(scope, item);
        return true;
    }
}

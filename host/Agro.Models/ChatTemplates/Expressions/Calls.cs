using Agro.Models.ChatTemplates.Builtins;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Expressions;

/// <summary>The arguments of a call as they are written.</summary>
/// <param name="Positional">Those without a name.</param>
/// <param name="Named">Those with one.</param>
/// <param name="Rest">What <c>*</c> stands before.</param>
/// <param name="NamedRest">What <c>**</c> stands before.</param>
internal sealed record ArgumentList(
    List<Expression> Positional, List<(string Name, Expression Value)> Named, Expression? Rest, Expression? NamedRest)
{
    public static readonly ArgumentList None = new([], [], null, null);

    /// <summary>All of their expressions.</summary>
    public IEnumerable<Expression?> Parts => [.. Positional, .. Named.Select(argument => argument.Value), Rest, NamedRest];

    public Arguments Evaluate(Scope scope)
    {
        if (ReferenceEquals(this, None)) return Arguments.None;
        var positional = Positional.ConvertAll(argument => argument.Evaluate(scope));
        if (Rest is not null) positional.AddRange(Iteration.ToList(Rest.Evaluate(scope), scope.Rendering));
        var named = Named.ConvertAll(argument => KeyValuePair.Create(argument.Name, argument.Value.Evaluate(scope)));
        if (NamedRest is null) return new(positional, named);
        var rest = NamedRest.Evaluate(scope) as MappingValue ?? throw new TemplateFault("'**' needs a dictionary", NamedRest.Offset);
        scope.Rendering.SpendItems(rest.Count);
        foreach (var (key, value) in rest.Entries)
            named.Add(KeyValuePair.Create(key as string ?? throw new TemplateFault("'**' needs texts as keys", NamedRest.Offset), value));
        return new(positional, named);
    }
}

/// <summary><c>a(b)</c></summary>
internal sealed class CallExpression(int offset, Expression target, ArgumentList arguments) : Expression(offset, [target, .. arguments.Parts])
{
    /// <summary>Calls with one more argument, the body of a <c>call</c> block.</summary>
    public object? Evaluate(Scope scope, MacroValue caller) => Call(scope, caller);

    protected override object? Compute(Scope scope) => Call(scope, null);

    private object? Call(Scope scope, MacroValue? caller)
    {
        var function = target.Evaluate(scope);
        if (function is UndefinedValue undefined) throw undefined.Fault();
        if (function is not ICallable callable) throw new TemplateFault($"a '{TypeName.Of(function)}' cannot be called");
        var given = arguments.Evaluate(scope);
        if (caller is not null) given = given with { Named = [.. given.Named, KeyValuePair.Create("caller", (object?)caller)] };
        return callable.Call(given, scope.Rendering);
    }
}

/// <summary><c>a | b</c></summary>
internal sealed class FilterExpression(int offset, Expression target, string name, ArgumentList arguments)
    : Expression(offset, [target, .. arguments.Parts])
{
    private readonly Filter? _filter = Filters.Find(name);

    protected override object? Compute(Scope scope) =>
        (_filter ?? throw Filters.Missing(name))(target.Evaluate(scope), arguments.Evaluate(scope), scope.Rendering);
}

/// <summary><c>a is b</c></summary>
internal sealed class TestExpression(int offset, Expression target, string name, ArgumentList arguments)
    : Expression(offset, [target, .. arguments.Parts])
{
    private readonly Condition? _condition = Conditions.Find(name);

    protected override object? Compute(Scope scope) =>
        (_condition ?? throw Conditions.Missing(name))(target.Evaluate(scope), arguments.Evaluate(scope), scope.Rendering);
}

using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Statements;

/// <summary>What can be set.</summary>
internal abstract class Target
{
    /// <summary>The variables that are set.</summary>
    public abstract IEnumerable<string> Names { get; }

    public abstract void Set(Scope scope, object? value);

    /// <summary>Refuses a target that cannot be set, before the value is computed.</summary>
    public virtual void Check(Scope scope)
    {
    }
}

/// <summary>A variable.</summary>
internal sealed class NameTarget(string name) : Target
{
    public override IEnumerable<string> Names => [name];

    public override void Set(Scope scope, object? value) => scope[name] = value;
}

/// <summary>An attribute of a namespace.</summary>
internal sealed class NamespaceTarget(string name, string attribute) : Target
{
    public override IEnumerable<string> Names => [];

    public override void Check(Scope scope)
    {
        if (scope[name] is not NamespaceValue)
            throw new TemplateFault($"'{name}' is not a namespace, so '{attribute}' of it cannot be set");
    }

    public override void Set(Scope scope, object? value)
    {
        Check(scope);
        scope.Rendering.Spend(16);
        ((NamespaceValue)scope[name]!).Variables[attribute] = value;
    }
}

/// <summary>Several targets for the items of a value.</summary>
internal sealed class TupleTarget(List<Target> targets) : Target
{
    public override IEnumerable<string> Names => targets.SelectMany(target => target.Names);

    public override void Check(Scope scope) => targets.ForEach(target => target.Check(scope));

    public override void Set(Scope scope, object? value)
    {
        var items = Iteration.Of(value, scope.Rendering).Take(targets.Count + 1).ToList();
        if (items.Count != targets.Count)
            throw new TemplateFault($"{targets.Count} variables are set, and the value has {(items.Count > targets.Count ? "more" : "fewer")} items");
        for (var i = 0; i < targets.Count; i++) targets[i].Set(scope, items[i]);
    }
}

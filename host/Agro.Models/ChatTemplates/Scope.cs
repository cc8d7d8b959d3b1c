using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates;

/// <summary>Variables; those that are not here are looked for in the scope around it.</summary>
/// <param name="rendering">The rendering that it belongs to.</param>
/// <param name="outer">The scope around it.</param>
internal sealed class Scope(Rendering rendering, Scope? outer = null)
{
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    public Rendering Rendering { get; } = rendering;

    public object? this[string name]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
                if (scope._variables.TryGetValue(name, out var value)) return value;
            return new UndefinedValue($"'{name}' is undefined");
        }
        set => _variables[name] = value;
    }

    private Scope? Outer { get; } = outer;

    public Scope Inner() => new(Rendering, this);
}

using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>Where prompts come from.</summary>
public sealed record DataSection
{
    /// <summary>The prompts to train on.</summary>
    [ComponentOf(ComponentKind.DataSource)]
    public required ComponentReference Train { get; init; }

    /// <summary>The prompts to evaluate on; without them nothing is evaluated.</summary>
    [ComponentOf(ComponentKind.DataSource)]
    public ComponentReference? Eval { get; init; }

    /// <summary>Whether training prompts come in a random order, another one each epoch. Endless sources keep their order.</summary>
    public bool Shuffle { get; init; } = true;
}

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
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

    /// <summary>Further variables of the chat template, such as <c>enable_thinking: false</c>.</summary>
    public ImmutableDictionary<string, JsonElement> ChatTemplateKwargs { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>
    /// Leaves out prompts that have more tokens, special tokens included; none is ever cut short. Prompts that leave a completion too
    /// little room among the model's positions are always left out. What is left out is told and counted.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? MaxPromptTokens { get; init; }
}

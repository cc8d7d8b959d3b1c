using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>
/// Which prompts of a data set are left out. Lengths are in characters; <c>data.max_prompt_tokens</c> limits tokens.
/// </summary>
internal sealed record FilterOptions
{
    /// <summary>The fewest characters of a prompt.</summary>
    [Range(0, int.MaxValue)]
    public int? MinPrompt { get; init; }

    /// <summary>The most characters of a prompt; of a conversation, of its messages together.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxPrompt { get; init; }

    /// <summary>The most characters of an answer. Prompts without an answer stay.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxAnswer { get; init; }

    /// <summary>The most characters of a demonstration. Prompts without one stay.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxDemonstration { get; init; }

    /// <summary>Texts that fields must have, such as <c>{ Type: Subtraction }</c>; a row without such a field is left out.</summary>
    public ImmutableDictionary<string, string> Where { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether of prompts with the same text only the first stays; white space and upper and lower case make no difference.
    /// </summary>
    public bool Unique { get; init; }
}

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>
/// Easy prompts first: at prompt t the prompt is drawn from the easiest share c(t) = min(1, sqrt(start^2 + (1 - start^2) t / prompts)),
/// the square-root competence of Platanios et al. 2019 (arXiv 1903.09848). After <c>prompts</c> prompts come shuffled epochs over all.
/// </summary>
internal sealed record CurriculumOptions
{
    /// <summary>After how many prompts all of the data set is in use.</summary>
    [Range(1, long.MaxValue)]
    public required long Prompts { get; init; }

    /// <summary>
    /// The field that holds the difficulty: a number, or a text with one such as <c>Level 3</c>, or one of <c>levels</c>. The prompt's length in
    /// characters when left out.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>The field's texts from the easiest to the hardest, such as <c>[easy, medium, hard]</c>.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Whether a larger value is easier, as with a pass rate. Off by default.</summary>
    public bool Descending { get; init; }

    /// <summary>The share of the data set that the first prompts are drawn from.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Start { get; init; } = 0.1;

    /// <summary>Decides every random choice.</summary>
    public long Seed { get; init; }
}

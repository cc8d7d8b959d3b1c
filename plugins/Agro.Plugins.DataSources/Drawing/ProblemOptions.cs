using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.DataSources.Drawing;

/// <summary>Options of data sources that make up problems.</summary>
internal abstract record ProblemOptions
{
    /// <summary>Decides every random choice. Two seeds give two streams of problems.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// <c>train</c> or <c>eval</c>. A problem belongs to one of them by what it asks alone, so that whatever the seeds, no problem of one ever
    /// occurs in the other.
    /// </summary>
    public Split Split { get; init; } = Split.Train;

    /// <summary>The share of all problems that are held out for <c>eval</c>; must be the same for both splits.</summary>
    [Range(0.001, 0.999)]
    public double EvalShare { get; init; } = 0.1;

    /// <summary>How many prompts there are; endless when left out.</summary>
    [Range(1, long.MaxValue)]
    public long? Count { get; init; }

    /// <summary>
    /// Over how many prompts the hardest level rises from the least to the most; each level up to there is as likely. All levels from the
    /// start when left out. With count, set data.shuffle to false: a shuffled order has no beginning.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long? Ramp { get; init; }

    /// <summary>The prompt as text with <c>{field}</c> placeholders, in place of the source's own.</summary>
    public string? PromptTemplate { get; init; }

    /// <summary>Whether the prompt is a user's message, rendered by the policy's chat template. Off: plain text.</summary>
    public bool Chat { get; init; }

    /// <summary>A system message before the prompt. Implies chat.</summary>
    public string? SystemPrompt { get; init; }
}

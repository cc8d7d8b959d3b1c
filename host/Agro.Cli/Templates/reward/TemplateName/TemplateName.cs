using System.ComponentModel.DataAnnotations;
using Agro;

/// <summary>1 for a completion whose last word is the prompt's answer, less for each character too many; else 0.</summary>
/// <param name="options">What the recipe says beside <c>use: template-name</c>.</param>
[Component("template-name")]
public sealed class TemplateName(TemplateNameOptions options) : IRewardFunction
{
    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
        new(Score(prompt, completion.Text.Trim()));

    private RewardResult Score(Prompt prompt, string text)
    {
        // Not the same as 0: the completion is then left to the recipe's other rewards.
        if (prompt.Answer is not { } answer) return RewardResult.NotApplicable("the prompt has no answer");
        var last = text.Split(' ', '\n')[^1];
        if (last != answer) return RewardResult.Of(0, $"ends with '{last}' instead of '{answer}'", extracted: last);
        var excess = Math.Max(0, text.Length - options.FreeLength);
        return RewardResult.Of(Math.Max(0, 1 - (options.Penalty * excess)), $"{excess} characters too many", extracted: last);
    }
}

/// <summary>Options of template-name; recipes write them in snake_case.</summary>
public sealed record TemplateNameOptions
{
    /// <summary>How many characters cost nothing.</summary>
    [Range(0, int.MaxValue)]
    public int FreeLength { get; init; } = 20;

    /// <summary>What each further character costs.</summary>
    [Range(0.0, 1)]
    public double Penalty { get; init; } = 0.02;
}

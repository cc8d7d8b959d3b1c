using System.ComponentModel.DataAnnotations;
using Agro;

/// <summary>
/// Compares the completions of a prompt: the shortest earns most and the longest 0, in proportion to their lengths in tokens. Those that
/// were cut off earn 0.
/// </summary>
/// <param name="options">What the recipe says beside <c>use: template-name</c>.</param>
[Component("template-name")]
public sealed class TemplateName(TemplateNameOptions options) : IGroupRewardFunction
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
        Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken)
    {
        var lengths = group.Select(completion => completion.Tokens.Length).ToList();
        var (shortest, longest) = (lengths.Min(), lengths.Max());
        return new([.. group.Select(completion => Score(completion, shortest, longest))]);
    }

    private RewardResult Score(Completion completion, int shortest, int longest)
    {
        if (completion.FinishReason == FinishReason.Length) return RewardResult.Of(0, "cut off");
        var length = completion.Tokens.Length;
        var share = longest == shortest ? 1 : (double)(longest - length) / (longest - shortest);
        return RewardResult.Of(options.Most * share, $"{length} tokens, the group's are {shortest} to {longest}");
    }
}

/// <summary>Options of template-name; recipes write them in snake_case.</summary>
public sealed record TemplateNameOptions
{
    /// <summary>What the shortest completion earns.</summary>
    [Range(0.0, 1000)]
    public double Most { get; init; } = 1;
}

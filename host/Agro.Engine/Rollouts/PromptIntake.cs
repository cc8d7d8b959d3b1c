using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>A prompt as the policy is given it.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Tokens">Its tokens, special tokens included; at least one.</param>
internal sealed record TokenizedPrompt(Prompt Prompt, ImmutableArray<int> Tokens);

/// <summary>What was taken from a data source.</summary>
/// <param name="Prompts">The prompts that fit, in the order of the indices.</param>
/// <param name="Examined">How many prompts were looked at: those that fit, and those that were too long.</param>
/// <param name="TooLong">One of those that were too long, and why, for a person; null when all fit.</param>
internal sealed record TakenPrompts(IReadOnlyList<TokenizedPrompt> Prompts, int Examined, string? TooLong)
{
    /// <summary>How many prompts were too long.</summary>
    public int LeftOut => Examined - Prompts.Count;
}

/// <summary>
/// Takes prompts from a data source and leaves out those that are too long, whole: a question cut short asks something else. It
/// looks only as far as it must, so that a large data set costs nothing at the start and an endless one works.
/// </summary>
/// <param name="tokenizer">The policy's tokenizer.</param>
/// <param name="positions">The positions that the model has for prompt and completion together.</param>
/// <param name="maxPromptTokens">The recipe's limit; null for none but the model's.</param>
/// <param name="conversations">Makes text of prompts that are conversations.</param>
internal sealed class PromptIntake(ITokenizer tokenizer, int positions, int? maxPromptTokens, ConversationFormat conversations)
{
    // How many prompts in a row may be too long before an endless source is given up.
    private const long MostInARow = 10_000;

    /// <summary>Gets one prompt, however long.</summary>
    /// <param name="source">The data source.</param>
    /// <param name="index">Its index.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public static Prompt Get(IDataSource source, long index, CancellationToken cancellationToken) =>
        source.GetAsync(index, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>The indices of a data source as it lies, without end where it has none.</summary>
    /// <param name="source">The data source.</param>
    public static IEnumerable<long> InOrder(IDataSource source) =>
        Enumerable.InfiniteSequence(0L, 1L).TakeWhile(index => source.Count is not { } count || index < count);

    /// <summary>Takes prompts to sample completions of.</summary>
    /// <param name="source">The data source.</param>
    /// <param name="indices">The indices, in order; those behind the last prompt that is needed are not read.</param>
    /// <param name="count">How many prompts are wanted; there are fewer only when the indices end.</param>
    /// <param name="maxTokens">The longest completion.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="AgroException">No prompt fits.</exception>
    public TakenPrompts ForSampling(IDataSource source, IEnumerable<long> indices, long count, int maxTokens, CancellationToken cancellationToken) =>
        Take(source, indices, count, _ => maxTokens, cancellationToken);

    /// <summary>Takes prompts whose demonstrations are trained on.</summary>
    /// <inheritdoc cref="ForSampling"/>
    public TakenPrompts ForDemonstrations(IDataSource source, IEnumerable<long> indices, long count, CancellationToken cancellationToken) =>
        Take(source, indices, count, prompt => 1 + tokenizer.Encode(prompt.Demonstration ?? "", addSpecialTokens: false).Length, cancellationToken);

    /// <summary>Takes prompts whose own completions are trained on.</summary>
    /// <inheritdoc cref="ForSampling"/>
    public TakenPrompts ForGiven(IDataSource source, IEnumerable<long> indices, long count, CancellationToken cancellationToken) =>
        Take(source, indices, count, _ => 1, cancellationToken);

    private TakenPrompts Take(
        IDataSource source, IEnumerable<long> indices, long count, Func<Prompt, int> completionTokens, CancellationToken cancellationToken)
    {
        var prompts = new List<TokenizedPrompt>();
        string? tooLong = null;
        // In two epochs, each in an order of its own, all but two prompts may come between those that fit.
        var (examined, inARow, patience) = (0, 0L, 2 * source.Count ?? MostInARow);
        foreach (var index in indices)
        {
            if (prompts.Count == count || inARow == patience) break;
            var prompt = Get(source, index, cancellationToken);
            var tokens = Encode(prompt);
            var reason = Reason(tokens.Length, completionTokens(prompt));
            if (reason is null) prompts.Add(new(prompt, tokens));
            else tooLong ??= $"prompt '{prompt.Id}' {reason}";
            inARow = reason is null ? 0 : inARow + 1;
            examined++;
        }

        return prompts.Count > 0 || tooLong is null ? new(prompts, examined, tooLong) : throw new AgroException($"no prompt fits: {tooLong}");
    }

    private string? Reason(int promptTokens, int completionTokens)
    {
        if (promptTokens > maxPromptTokens) return $"has {promptTokens} tokens, more than data.max_prompt_tokens ({maxPromptTokens})";
        return promptTokens + (long)completionTokens <= positions
            ? null
            : $"has {promptTokens} tokens, which with {completionTokens} of a completion exceed the model's {positions} positions";
    }

    private ImmutableArray<int> Encode(Prompt prompt)
    {
        // A template writes the beginning of the sequence itself, where the model wants one.
        var tokens = prompt.Messages.IsDefaultOrEmpty
            ? tokenizer.Encode(prompt.Text)
            : tokenizer.Encode(conversations.Render(prompt), addSpecialTokens: false);
        return tokens.Length > 0 ? tokens : throw new AgroException($"prompt '{prompt.Id}' is empty: leave it out, or put a text before it");
    }
}

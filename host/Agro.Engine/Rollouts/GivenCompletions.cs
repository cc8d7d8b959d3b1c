using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>A completion that a data set gave, with its reward where it has one.</summary>
/// <param name="Completion">The completion with its tokens.</param>
/// <param name="Reward">The data's reward; null to score it.</param>
internal sealed record GivenRollout(Completion Completion, double? Reward);

/// <summary>Turns the completions that a data set holds into tokens.</summary>
/// <param name="tokenizer">The policy's tokenizer.</param>
/// <param name="endOf">The token that ends a completion of a prompt.</param>
/// <param name="positions">The positions that the model has for prompt and completion together.</param>
internal sealed class GivenCompletions(ITokenizer tokenizer, Func<Prompt, int> endOf, int positions)
{
    /// <summary>How many completions were left out so far, because the model has no room for them.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Takes a prompt's demonstration as a completion.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <exception cref="AgroException">It has none.</exception>
    public Completion Demonstration(Prompt prompt) => Make(
        new GivenCompletion
        {
            Text = prompt.Demonstration
                ?? throw new AgroException($"prompt '{prompt.Id}' has no demonstration, and the algorithm is trained on them"),
        },
        prompt, "the demonstration", CompletionSource.Demonstration);

    /// <summary>Takes what a data set gives to a prompt, its demonstration first; what the model has no room for is left out and counted.</summary>
    /// <param name="prompt">The prompt with its tokens.</param>
    /// <param name="demonstration">Whether its demonstration counts as a completion.</param>
    /// <param name="count">How many to take at most.</param>
    /// <param name="seed">Decides which, where there are more.</param>
    /// <exception cref="AgroException">A completion is not sound.</exception>
    public IReadOnlyList<GivenRollout> Take(TokenizedPrompt prompt, bool demonstration, int count, long seed)
    {
        var given = prompt.Prompt.Completions.IsDefault ? [] : prompt.Prompt.Completions;
        var chosen = Enumerable.Range(0, given.Length).ToList();
        var first = demonstration && prompt.Prompt.Demonstration is not null && count > 0
            ? new GivenRollout(Demonstration(prompt.Prompt), null)
            : null;
        var room = count - (first is null ? 0 : 1);
        if (chosen.Count > room) chosen = [.. chosen.OrderBy(i => CounterRandom.Mix(seed, i)).Take(room).Order()];
        var rollouts = chosen.Select(i => new GivenRollout(
            Make(given[i], prompt.Prompt, $"completion {i + 1}", CompletionSource.Data), given[i].Reward));
        List<GivenRollout> all = [.. first is null ? rollouts : rollouts.Prepend(first)];
        LeftOut += all.RemoveAll(rollout => prompt.Tokens.Length + rollout.Completion.Tokens.Length > positions);
        return all;
    }

    private Completion Make(GivenCompletion given, Prompt prompt, string name, CompletionSource source)
    {
        var tokens = given.Tokens.IsDefaultOrEmpty ? Tokenize(given, prompt) : given.Tokens;
        var logProbs = given.LogProbs.IsDefault ? [] : given.LogProbs;
        if (tokens.IsEmpty) throw Unsound("is empty");
        if (logProbs.Length > 0 && given.Tokens.IsDefaultOrEmpty)
            throw Unsound("has log-probabilities but no tokens: how its text was split into tokens is not known, so give both");
        if (logProbs.Length > 0 && logProbs.Length != tokens.Length) throw Unsound($"has {tokens.Length} tokens but {logProbs.Length} log-probabilities");
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)tokenizer.VocabularySize)
                throw Unsound($"has the token {token}, which the policy's vocabulary of {tokenizer.VocabularySize} does not have");
        }

        return new Completion
        {
            Text = given.Text,
            Tokens = tokens,
            LogProbs = logProbs,
            FinishReason = given.Truncated ? FinishReason.Length : FinishReason.Given,
            Source = source,
            PolicyVersion = -1,
        };

        AgroException Unsound(string what) => new($"prompt '{prompt.Id}': {name} {what}");
    }

    private ImmutableArray<int> Tokenize(GivenCompletion given, Prompt prompt)
    {
        var tokens = tokenizer.Encode(given.Text, addSpecialTokens: false);
        return given.Truncated ? tokens : tokens.Add(endOf(prompt));
    }
}

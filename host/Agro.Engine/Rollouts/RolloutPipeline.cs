using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>A prompt with its tokens and the completions of it.</summary>
internal sealed record UnscoredGroup(Prompt Prompt, ImmutableArray<int> Tokens, ImmutableArray<Completion> Completions);

/// <summary>Gets completions of prompts: sampled from the policy, or the data's own demonstrations.</summary>
/// <param name="engine">Samples completions.</param>
/// <param name="tokenizer">The policy's tokenizer.</param>
/// <param name="intake">Takes prompts from data sources.</param>
/// <param name="endOfSequence">The token that ends a demonstration.</param>
internal sealed class RolloutPipeline(IRolloutEngine engine, ITokenizer tokenizer, PromptIntake intake, int endOfSequence)
{
    /// <summary>Takes prompts from data sources.</summary>
    public PromptIntake Intake { get; } = intake;

    /// <summary>Samples a group of completions of each prompt.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="count">Completions of each.</param>
    /// <param name="sampling">How to sample.</param>
    /// <param name="seed">Decides the random choices, together with the place of the prompt.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="AgroException">The policy cannot take a prompt.</exception>
    public IReadOnlyList<UnscoredGroup> Sample(
        IReadOnlyList<TokenizedPrompt> prompts, int count, SamplingOptions sampling, long seed, CancellationToken cancellationToken)
    {
        var requests = prompts.Select((prompt, i) => new GenerationRequest(prompt.Tokens, count, sampling, CounterRandom.Mix(seed, i))).ToList();
        var completions = engine.GenerateAsync(requests, cancellationToken).GetAwaiter().GetResult();
        return [.. prompts.Select((prompt, i) => new UnscoredGroup(prompt.Prompt, prompt.Tokens, completions[i]))];
    }

    /// <summary>Takes each prompt's demonstration as its only completion.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <exception cref="AgroException">A prompt has none.</exception>
    public IReadOnlyList<UnscoredGroup> Demonstrations(IReadOnlyList<TokenizedPrompt> prompts) =>
        [.. prompts.Select(prompt => new UnscoredGroup(prompt.Prompt, prompt.Tokens, [Demonstration(prompt.Prompt)]))];

    private Completion Demonstration(Prompt prompt)
    {
        var text = prompt.Demonstration
            ?? throw new AgroException($"prompt '{prompt.Id}' has no demonstration, and the algorithm is trained on them");
        return new Completion
        {
            Text = text,
            Tokens = [.. tokenizer.Encode(text, addSpecialTokens: false), endOfSequence],
            FinishReason = FinishReason.Given,
            PolicyVersion = -1,
        };
    }
}

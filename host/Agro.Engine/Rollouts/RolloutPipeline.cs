using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>A prompt with its tokens and the completions of it.</summary>
internal sealed record UnscoredGroup(Prompt Prompt, ImmutableArray<int> Tokens, ImmutableArray<Completion> Completions);

/// <summary>Gets completions of prompts: sampled from the policy, or what the data gives.</summary>
/// <param name="engine">Samples completions.</param>
/// <param name="intake">Takes prompts from data sources.</param>
/// <param name="given">Tokenizes what the data gives.</param>
internal sealed class RolloutPipeline(IRolloutEngine engine, PromptIntake intake, GivenCompletions given)
{
    /// <summary>Takes prompts from data sources.</summary>
    public PromptIntake Intake { get; } = intake;

    /// <summary>Tokenizes what the data gives.</summary>
    public GivenCompletions Given { get; } = given;

    /// <summary>Samples a group of completions of each prompt.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="count">Completions of each.</param>
    /// <param name="sampling">How to sample.</param>
    /// <param name="seed">Decides the random choices, together with the place of the prompt.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="AgroException">The policy cannot take a prompt.</exception>
    public IReadOnlyList<UnscoredGroup> Sample(
        IReadOnlyList<TokenizedPrompt> prompts, int count, SamplingOptions sampling, long seed, CancellationToken cancellationToken) =>
        Sample(prompts, [.. prompts.Select(_ => count)], sampling, seed, cancellationToken);

    /// <summary>Samples completions, for each prompt as many as are wanted of it.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="counts">Completions of each prompt; may be 0.</param>
    /// <param name="sampling">How to sample.</param>
    /// <param name="seed">Decides the random choices, together with the place of the prompt.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="AgroException">The policy cannot take a prompt.</exception>
    public IReadOnlyList<UnscoredGroup> Sample(
        IReadOnlyList<TokenizedPrompt> prompts, IReadOnlyList<int> counts, SamplingOptions sampling, long seed, CancellationToken cancellationToken)
    {
        var requests = prompts.Select((prompt, i) => new GenerationRequest(prompt.Tokens, counts[i], sampling, CounterRandom.Mix(seed, i)))
            .Where(request => request.Count > 0).ToList();
        var completions = requests.Count == 0
            ? []
            : new Queue<ImmutableArray<Completion>>(engine.GenerateAsync(requests, cancellationToken).GetAwaiter().GetResult());
        return [.. prompts.Select((prompt, i) => new UnscoredGroup(prompt.Prompt, prompt.Tokens, counts[i] > 0 ? completions.Dequeue() : []))];
    }
}

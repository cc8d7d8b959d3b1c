using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>A prompt with its tokens and the completions of it.</summary>
internal sealed record UnscoredGroup(Prompt Prompt, ImmutableArray<int> Tokens, ImmutableArray<Completion> Completions);

/// <summary>Gets prompts and completions of them: sampled from the policy, or the data's own demonstrations.</summary>
/// <param name="engine">Samples completions.</param>
/// <param name="encoder">Turns prompts into the policy's tokens.</param>
internal sealed class RolloutPipeline(IRolloutEngine engine, PromptEncoder encoder)
{
    /// <summary>Gets prompts by their indices.</summary>
    /// <param name="source">The data source.</param>
    /// <param name="indices">The indices.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public static IReadOnlyList<Prompt> Prompts(IDataSource source, IEnumerable<long> indices, CancellationToken cancellationToken) =>
        [.. indices.Select(index => source.GetAsync(index, cancellationToken).AsTask().GetAwaiter().GetResult())];

    /// <summary>Samples a group of completions of each prompt.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="count">Completions of each.</param>
    /// <param name="sampling">How to sample.</param>
    /// <param name="seed">Decides the random choices, together with the place of the prompt.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="AgroException">The policy cannot take a prompt.</exception>
    public IReadOnlyList<UnscoredGroup> Sample(
        IReadOnlyList<Prompt> prompts, int count, SamplingOptions sampling, long seed, CancellationToken cancellationToken)
    {
        var requests = prompts.Select((prompt, i) =>
            new GenerationRequest(encoder.ForSampling(prompt, sampling.MaxTokens), count, sampling, CounterRandom.Mix(seed, i))).ToList();
        var completions = engine.GenerateAsync(requests, cancellationToken).GetAwaiter().GetResult();
        return [.. prompts.Select((prompt, i) => new UnscoredGroup(prompt, requests[i].PromptTokens, completions[i]))];
    }

    /// <summary>Takes each prompt's demonstration as its only completion.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <exception cref="AgroException">A prompt has none, or the policy cannot take it.</exception>
    public IReadOnlyList<UnscoredGroup> Demonstrations(IReadOnlyList<Prompt> prompts) => [.. prompts.Select(prompt =>
    {
        var (tokens, demonstration) = encoder.WithDemonstration(prompt);
        return new UnscoredGroup(prompt, tokens, [demonstration]);
    })];
}

using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Replay;
using Agro.Engine.Rewards;
using Agro.Engine.Tracking;

namespace Agro.Engine.Rollouts;

/// <summary>The reward functions as they are now.</summary>
/// <param name="Functions">The functions, in the recipe's order; without any, the data's own rewards count.</param>
/// <param name="Weights">Their weights by name.</param>
/// <param name="Version">Identifies functions and weights.</param>
internal sealed record RewardSet(IReadOnlyList<RewardFunction> Functions, IReadOnlyDictionary<string, double> Weights, string Version);

/// <summary>Groups with their rewards.</summary>
/// <param name="Scored">The groups, and what went wrong.</param>
/// <param name="SampledTokens">Tokens that were sampled for them.</param>
/// <param name="SamplingSeconds">How long that took.</param>
internal sealed record CollectedGroups(ScoredRollouts Scored, long SampledTokens, double SamplingSeconds);

/// <summary>
/// Makes each prompt's group of what the recipe mixes: completions sampled now, stored ones, and the data's own. Only what has no
/// reward of the present reward functions is scored.
/// </summary>
/// <param name="pipeline">Gets completions.</param>
/// <param name="scorer">Scores them.</param>
/// <param name="recipe">The mixture.</param>
/// <param name="replay">The stored completions; null without replay.</param>
/// <param name="clock">Times generation and rewards.</param>
internal sealed class GroupCollector(RolloutPipeline pipeline, RewardScorer scorer, Recipe recipe, ReplayStore? replay, PhaseClock clock)
{
    /// <summary>A completion on its way into a group, with its rollout where its reward counts as it is.</summary>
    private sealed record Member(Completion Completion, Rollout? Scored = null, ImmutableArray<float> ReferenceLogProbs = default);

    /// <summary>A prompt with its completions so far, and how many are to be sampled.</summary>
    private sealed record Draft(TokenizedPrompt Prompt, int ToSample, IEnumerable<Member> Members);

    /// <summary>Makes groups.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="demonstrations">Whether each prompt's demonstration is its only completion.</param>
    /// <param name="seed">Decides every random choice.</param>
    /// <param name="rewards">The reward functions.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="AgroException">The data's completions cannot be used.</exception>
    public CollectedGroups Collect(
        IReadOnlyList<TokenizedPrompt> prompts, bool demonstrations, long seed, RewardSet rewards, CancellationToken cancellationToken)
    {
        var drafts = prompts.Select((prompt, i) => demonstrations
            ? new Draft(prompt, 0, [new(pipeline.Given.Demonstration(prompt.Prompt))])
            : Mix(prompt, rewards, CounterRandom.Mix(seed, (long)Purpose.Replay, i))).ToList();
        var before = clock.Seconds.GetValueOrDefault("generation");
        var sampled = clock.Time("generation", () => pipeline.Sample(
            prompts, [.. drafts.Select(draft => draft.ToSample)], recipe.RolloutSampling, seed, cancellationToken));
        var seconds = clock.Seconds["generation"] - before;
        var whole = drafts.Select((draft, i) => draft with { Members = [.. sampled[i].Completions.Select(completion => new Member(completion)), .. draft.Members] });
        var scored = clock.Time("rewards", () => Score([.. whole], rewards, cancellationToken));
        return new(scored, sampled.Sum(group => group.Completions.Sum(completion => (long)completion.Tokens.Length)), seconds);
    }

    /// <summary>Gives rollouts that other reward functions scored the rewards of the present ones.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="rewards">The reward functions.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public ScoredRollouts Renew(IReadOnlyList<RolloutGroup> groups, RewardSet rewards, CancellationToken cancellationToken) => Score(
        [.. groups.Select(group => new Draft(new(group.Prompt, group.PromptTokens), 0, group.Rollouts.Select(rollout => Earlier(rollout, rewards))))],
        rewards, cancellationToken);

    private Draft Mix(TokenizedPrompt prompt, RewardSet rewards, long seed)
    {
        var rollouts = recipe.Rollouts;
        var ofData = rollouts.Source == RolloutSource.Data;
        var given = pipeline.Given.Take(prompt, demonstration: rollouts.Given > 0, ofData ? rollouts.GroupSize : rollouts.Given, seed)
            .Select(given => new Member(given.Completion, rewards.Functions.Count == 0 ? Rewarded(prompt.Prompt, given) : null));
        if (ofData) return new(prompt, 0, given);
        var fresh = (int)Math.Round((recipe.Replay?.OnPolicy ?? 1) * rollouts.GroupSize, MidpointRounding.AwayFromZero);
        var stored = replay?.Choose(prompt.Prompt, prompt.Tokens, rollouts.GroupSize - fresh, seed) ?? [];
        return new(prompt, rollouts.GroupSize - stored.Count, [.. stored.Select(rollout => Earlier(rollout, rewards)), .. given]);
    }

    private ScoredRollouts Score(IReadOnlyList<Draft> drafts, RewardSet rewards, CancellationToken cancellationToken)
    {
        // A function that scores groups judges a completion by the others beside it: the group is scored as a whole then.
        var whole = rewards.Functions.Any(function => function.Group is not null);
        var groups = drafts.Select(draft => (draft.Prompt, Members: draft.Members.Select(member => whole ? member with { Scored = null } : member).ToList())).ToList();
        var unscored = groups.Select(group => new UnscoredGroup(
            group.Prompt.Prompt, group.Prompt.Tokens, [.. group.Members.Where(member => member.Scored is null).Select(member => member.Completion)]));
        var scored = scorer.ScoreAsync(rewards.Functions, rewards.Weights, [.. unscored.Where(group => group.Completions.Length > 0)], cancellationToken)
            .GetAwaiter().GetResult();
        var found = scored.Groups.SelectMany(group => group.Rollouts)
            .ToDictionary<Rollout, Completion>(rollout => rollout.Completion, ReferenceEqualityComparer.Instance);
        var complete = groups.Select(group => new RolloutGroup(
            group.Prompt.Prompt, group.Prompt.Tokens, [.. group.Members.Select(member => member.Scored ?? Found(member)).OfType<Rollout>()]));
        return scored with { Groups = [.. complete.Where(group => group.Rollouts.Length > 0)] };

        // Null for a completion that a function failed on.
        Rollout? Found(Member member) => !found.TryGetValue(member.Completion, out var rollout) ? null : rollout with
        {
            RewardVersion = rewards.Version,
            ReferenceLogProbs = member.ReferenceLogProbs.IsDefault ? [] : member.ReferenceLogProbs,
        };
    }

    private static Member Earlier(Rollout rollout, RewardSet rewards) => new(
        rollout.Completion,
        rollout.RewardVersion == rewards.Version || rewards.Functions.Count == 0 ? rollout : null,
        rollout.ReferenceLogProbs);

    private static Rollout Rewarded(Prompt prompt, GivenRollout given) => given.Reward is { } reward
        ? new Rollout { Completion = given.Completion, Reward = reward, RewardParts = ImmutableDictionary<string, double>.Empty.Add("data", reward) }
        : throw new AgroException($"prompt '{prompt.Id}': a completion has no reward, and the recipe has no reward function to score it");
}

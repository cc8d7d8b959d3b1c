using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Replay;
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
    private sealed record Draft(TokenizedPrompt Prompt, int Sampled, IReadOnlyList<Rollout> Stored, IReadOnlyList<GivenRollout> Given);

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
            ? new Draft(prompt, 0, [], [new(pipeline.Given.Demonstration(prompt.Prompt), null)])
            : Mix(prompt, CounterRandom.Mix(seed, (long)Purpose.Replay, i))).ToList();
        var before = clock.Seconds.GetValueOrDefault("generation");
        var sampled = clock.Time("generation", () => pipeline.Sample(
            prompts, [.. drafts.Select(draft => draft.Sampled)], recipe.RolloutSampling, seed, cancellationToken));
        var seconds = clock.Seconds["generation"] - before;
        var scored = clock.Time("rewards", () => Score(drafts, sampled, rewards, demonstrations, cancellationToken));
        return new(scored, sampled.Sum(group => group.Completions.Sum(completion => (long)completion.Tokens.Length)), seconds);
    }

    /// <summary>Gives rollouts that other reward functions scored the rewards of the present ones.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="rewards">The reward functions.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public ScoredRollouts Renew(IReadOnlyList<RolloutGroup> groups, RewardSet rewards, CancellationToken cancellationToken) =>
        Score([.. groups.Select(group => (group.Prompt, group.PromptTokens, group.Rollouts.Select(rollout =>
            (rollout.Completion, Known(rollout, rewards) ? rollout : null)).ToList(), group.Rollouts.ToList()))], rewards, cancellationToken);

    private Draft Mix(TokenizedPrompt prompt, long seed)
    {
        var rollouts = recipe.Rollouts;
        if (rollouts.Source == RolloutSource.Data)
            return new(prompt, 0, [], pipeline.Given.Take(prompt, demonstration: rollouts.Given > 0, rollouts.GroupSize, seed));
        var wanted = recipe.Replay is { } mixture ? rollouts.GroupSize - (int)Math.Round(mixture.OnPolicy * rollouts.GroupSize, MidpointRounding.AwayFromZero) : 0;
        var stored = wanted > 0 ? replay!.Choose(prompt.Prompt, prompt.Tokens, wanted, seed) : [];
        return new(prompt, rollouts.GroupSize - stored.Count, stored, pipeline.Given.Take(prompt, demonstration: true, rollouts.Given, seed));
    }

    private ScoredRollouts Score(
        List<Draft> drafts, IReadOnlyList<UnscoredGroup> sampled, RewardSet rewards, bool demonstrations, CancellationToken cancellationToken)
    {
        var ofData = rewards.Functions.Count == 0 && !demonstrations;
        var groups = drafts.Select((draft, i) =>
        {
            var completions = sampled[i].Completions.Select(completion => (completion, (Rollout?)null))
                .Concat(draft.Stored.Select(rollout => (rollout.Completion, Known(rollout, rewards) ? rollout : null)))
                .Concat(draft.Given.Select(given => (given.Completion, ofData ? Rewarded(draft.Prompt.Prompt, given) : null)));
            return (draft.Prompt.Prompt, draft.Prompt.Tokens, completions.ToList(), draft.Stored.ToList());
        });
        return Score([.. groups], rewards, cancellationToken);
    }

    private ScoredRollouts Score(
        List<(Prompt Prompt, ImmutableArray<int> Tokens, List<(Completion Completion, Rollout? Rollout)> Members, List<Rollout> Earlier)> groups,
        RewardSet rewards,
        CancellationToken cancellationToken)
    {
        // A function that scores groups judges a completion by the others beside it: the group is scored as a whole then.
        var whole = rewards.Functions.Any(function => function.Group is not null);
        var unscored = groups.Select(group => new UnscoredGroup(
            group.Prompt, group.Tokens, [.. group.Members.Where(member => whole || member.Rollout is null).Select(member => member.Completion)]));
        var scored = scorer.ScoreAsync(rewards.Functions, rewards.Weights, [.. unscored.Where(group => group.Completions.Length > 0)], cancellationToken)
            .GetAwaiter().GetResult();
        var found = scored.Groups.SelectMany(group => group.Rollouts).ToDictionary<Rollout, Completion>(rollout => rollout.Completion, ReferenceEqualityComparer.Instance);
        var complete = groups.Select(group => new RolloutGroup(group.Prompt, group.Tokens, [.. group.Members
            .Select(member => found.TryGetValue(member.Completion, out var rollout) ? WithReference(rollout, group.Earlier) : whole ? null : member.Rollout)
            .OfType<Rollout>()]));
        return scored with { Groups = [.. complete.Where(group => group.Rollouts.Length > 0)] };

        Rollout WithReference(Rollout rollout, List<Rollout> earlier) => rollout with
        {
            RewardVersion = rewards.Version,
            ReferenceLogProbs = earlier.Find(other => ReferenceEquals(other.Completion, rollout.Completion))?.ReferenceLogProbs ?? [],
        };
    }

    private static bool Known(Rollout rollout, RewardSet rewards) => rollout.RewardVersion == rewards.Version || rewards.Functions.Count == 0;

    private static Rollout Rewarded(Prompt prompt, GivenRollout given) => given.Reward is { } reward
        ? new Rollout { Completion = given.Completion, Reward = reward, RewardParts = ImmutableDictionary<string, double>.Empty.Add("data", reward) }
        : throw new AgroException($"prompt '{prompt.Id}': a completion has no reward, and the recipe has no reward function to score it");
}

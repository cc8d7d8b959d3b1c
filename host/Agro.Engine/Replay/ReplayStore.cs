using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Replay;

/// <summary>A rollout of an earlier step.</summary>
/// <param name="Number">Counts the rollouts that were ever stored: higher is later.</param>
/// <param name="Rollout">The rollout, with its reference log-probabilities where they are known.</param>
internal sealed record StoredRollout(long Number, Rollout Rollout);

/// <summary>What is stored of a prompt.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="PromptTokens">Its tokens.</param>
/// <param name="Rollouts">Its rollouts, earliest first.</param>
internal sealed record StoredPrompt(Prompt Prompt, ImmutableArray<int> PromptTokens, List<StoredRollout> Rollouts);

/// <summary>
/// Completions of earlier steps by prompt, with everything that training on them again needs. Every choice is a function of what is
/// stored and a seed, so that a run that goes on from a checkpoint chooses as if it had not stopped.
/// </summary>
/// <param name="options">What is kept, and how it is chosen.</param>
internal sealed class ReplayStore(ReplaySection options)
{
    private readonly OrderedDictionary<string, StoredPrompt> _prompts = [];
    private readonly Queue<string> _order = [];
    private readonly HashSet<Completion> _completions = new(ReferenceEqualityComparer.Instance);

    /// <summary>Completions stored.</summary>
    public int Count => _order.Count;

    /// <summary>Rollouts that were ever stored.</summary>
    public long Stored { get; private set; }

    /// <summary>What is stored, prompts in the order in which they came.</summary>
    public IEnumerable<StoredPrompt> Prompts => _prompts.Values;

    /// <summary>Whether a completion is one of those stored: itself, not one that is equal to it.</summary>
    /// <param name="completion">The completion.</param>
    public bool Holds(Completion completion) => _completions.Contains(completion);

    /// <summary>Stores rollouts, and drops the oldest when they are too many.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">Its tokens. What was stored of the same prompt with other tokens is dropped.</param>
    /// <param name="rollouts">Its rollouts, no earlier than those stored before.</param>
    public void Add(Prompt prompt, ImmutableArray<int> tokens, IEnumerable<Rollout> rollouts)
    {
        if (_prompts.TryGetValue(prompt.Id, out var stored) && !stored.PromptTokens.AsSpan().SequenceEqual(tokens.AsSpan())) Forget(prompt.Id);
        foreach (var rollout in rollouts) Put(prompt, tokens, new(Stored++, rollout));
        while (Count > options.Capacity) DropOldest();
    }

    /// <summary>Puts a rollout back as it was stored.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="rollout">The rollout; later than all that were put before.</param>
    public void Put(Prompt prompt, ImmutableArray<int> tokens, StoredRollout rollout)
    {
        if (!_prompts.TryGetValue(prompt.Id, out var stored)) _prompts[prompt.Id] = stored = new(prompt, tokens, []);
        stored.Rollouts.Add(rollout);
        _completions.Add(rollout.Rollout.Completion);
        _order.Enqueue(prompt.Id);
        Stored = Math.Max(Stored, rollout.Number + 1);
    }

    /// <summary>Drops what is too stale. Policies only grow older, so the oldest are the stalest.</summary>
    /// <param name="policyVersion">The version of the policy in training.</param>
    public void DropStale(long policyVersion)
    {
        while (options.MaxStaleness is { } limit && _order.TryPeek(out var id)
            && policyVersion - _prompts[id].Rollouts[0].Rollout.Completion.PolicyVersion > limit) DropOldest();
    }

    /// <summary>Chooses among the prompts that completions are stored of.</summary>
    /// <param name="count">How many; fewer when there are fewer.</param>
    /// <param name="except">Ids of prompts to pass over.</param>
    /// <param name="seed">Decides a random choice.</param>
    public IReadOnlyList<StoredPrompt> ChoosePrompts(int count, IReadOnlySet<string> except, long seed) =>
        [.. _prompts.Values.Where(stored => !except.Contains(stored.Prompt.Id)).OrderBy(stored => Rank(stored, seed)).Take(count)];

    /// <summary>Chooses among a prompt's completions.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="count">How many; fewer when there are fewer.</param>
    /// <param name="seed">Decides a random choice.</param>
    public IReadOnlyList<Rollout> Choose(Prompt prompt, ImmutableArray<int> tokens, int count, long seed)
    {
        if (!_prompts.TryGetValue(prompt.Id, out var stored) || !stored.PromptTokens.AsSpan().SequenceEqual(tokens.AsSpan())) return [];
        var mean = stored.Rollouts.Average(rollout => rollout.Rollout.Reward);
        return [.. stored.Rollouts.OrderBy(rollout => Rank(rollout, mean, seed)).ThenByDescending(rollout => rollout.Number).Take(count).Select(rollout => rollout.Rollout)];
    }

    private double Rank(StoredPrompt stored, long seed) => options.Order switch
    {
        ReplayOrder.Newest => -stored.Rollouts[^1].Number,
        ReplayOrder.Oldest => stored.Rollouts[0].Number,
        ReplayOrder.Reward => -stored.Rollouts.Average(rollout => rollout.Rollout.Reward),
        ReplayOrder.Advantage => -Deviation([.. stored.Rollouts.Select(rollout => rollout.Rollout.Reward)]),
        _ => CounterRandom.Mix(seed, stored.Rollouts[0].Number),
    };

    private double Rank(StoredRollout stored, double mean, long seed) => options.Order switch
    {
        ReplayOrder.Newest => -stored.Number,
        ReplayOrder.Oldest => stored.Number,
        ReplayOrder.Reward => -stored.Rollout.Reward,
        ReplayOrder.Advantage => -Math.Abs(stored.Rollout.Reward - mean),
        _ => CounterRandom.Mix(seed, stored.Number),
    };

    private static double Deviation(IReadOnlyList<double> rewards)
    {
        var mean = rewards.Average();
        return Math.Sqrt(rewards.Average(reward => (reward - mean) * (reward - mean)));
    }

    private void DropOldest()
    {
        var id = _order.Dequeue();
        var rollouts = _prompts[id].Rollouts;
        _completions.Remove(rollouts[0].Rollout.Completion);
        rollouts.RemoveAt(0);
        if (rollouts.Count == 0) _prompts.Remove(id);
    }

    private void Forget(string id)
    {
        foreach (var rollout in _prompts[id].Rollouts) _completions.Remove(rollout.Rollout.Completion);
        _prompts.Remove(id);
        var rest = _order.Where(other => other != id).ToList();
        _order.Clear();
        foreach (var other in rest) _order.Enqueue(other);
    }
}

using System.Globalization;
using Agro.Engine.Recipes;

namespace Agro.Engine.Runs;

/// <summary>Refuses data that an algorithm cannot learn from, with the reason that it declares.</summary>
internal static class AlgorithmChecks
{
    /// <summary>Compares what the algorithm needs with what the recipe offers.</summary>
    /// <param name="load">The recipe.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <exception cref="RecipeException">They do not fit; says everything that does not.</exception>
    public static void Check(RecipeLoad load, IPolicyGradientAlgorithm algorithm)
    {
        var (recipe, document, needs) = (load.Resolved.Recipe, load.Resolved.Document, algorithm.Needs);
        var faults = new List<RecipeFault>();
        if (needs.HasFlag(AlgorithmNeeds.Demonstrations)) Demonstrations();
        else Rollouts();
        if (faults.Count > 0) throw new RecipeException(faults);

        void Demonstrations()
        {
            foreach (var (path, given) in new[]
            {
                ("rollouts.source", recipe.Rollouts.Source == RolloutSource.Data), ("rollouts.given", recipe.Rollouts.Given > 0),
                ("rollouts.staleness", recipe.Rollouts.Staleness > 0), ("replay", recipe.Replay is not null),
            })
            {
                if (given) Fault(path, $"'{recipe.Algorithm.Use}' is trained on the data's demonstrations alone: leave this out");
            }
        }

        void Rollouts()
        {
            var ofData = recipe.Rollouts.Source == RolloutSource.Data;
            if (recipe.Rewards.IsEmpty && !ofData) Fault("rewards", $"'{recipe.Algorithm.Use}' learns from rewards: name at least one");
            if (needs.HasFlag(AlgorithmNeeds.Groups) && recipe.Rollouts.GroupSize + (ofData ? 0 : recipe.Rollouts.Given) < 2)
                Fault("rollouts.group_size", $"'{recipe.Algorithm.Use}' learns from the differences within a prompt's group: a group of one teaches it nothing. Set 2 or more");
            if (needs.HasFlag(AlgorithmNeeds.OnPolicy))
                foreach (var (path, what) in OffPolicy(recipe)) Fault(path, $"{what}, and '{recipe.Algorithm.Use}' is valid on-policy only{Reason(algorithm)}");
            if (ofData && (recipe.Replay is not null || recipe.Rollouts.Staleness > 0 || recipe.Rollouts.DynamicSampling))
                Fault("rollouts.source", "with 'data' nothing is sampled: leave out replay, rollouts.staleness and rollouts.dynamic_sampling");
            if (recipe.Replay is not null && recipe.Rollouts.Staleness > 0)
                Fault("rollouts.staleness", "replay and staleness cannot be combined: stored completions are stale already");
        }

        void Fault(string path, string message) => faults.Add(document.FaultAt(path, message));
    }

    /// <summary>Refuses completions that a data set gives when the algorithm needs their log-probabilities and they have none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="prompt">The first prompt of the training data.</param>
    /// <exception cref="AgroException">It cannot be trained on them.</exception>
    public static void CheckGiven(Recipe recipe, IPolicyGradientAlgorithm algorithm, Prompt prompt)
    {
        var (ofData, given) = (recipe.Rollouts.Source == RolloutSource.Data, recipe.Rollouts.Given);
        if (!ofData && given == 0) return;
        var demonstration = given > 0 && prompt.Demonstration is not null;
        if (prompt.Completions.IsDefaultOrEmpty && !demonstration)
            throw new AgroException($"prompt '{prompt.Id}' has no completions, and rollouts.{(ofData ? "source" : "given")} takes them from the data");
        if (recipe.Rewards.IsEmpty && prompt.Completions.Any(completion => completion.Reward is null))
            throw new AgroException($"prompt '{prompt.Id}': a completion has no reward, and the recipe has no reward function to score it");
        if (!algorithm.Needs.HasFlag(AlgorithmNeeds.Behavior)) return;
        var lacking = demonstration ? "the demonstration" : prompt.Completions.Any(completion => completion.LogProbs.IsDefaultOrEmpty) ? "a completion" : null;
        if (lacking is null) return;
        throw new AgroException(
            $"prompt '{prompt.Id}': {lacking} has no behavior log-probabilities, and '{recipe.Algorithm.Use}' needs them{Reason(algorithm)}");
    }

    private static IEnumerable<(string Path, string What)> OffPolicy(Recipe recipe)
    {
        var rollouts = recipe.Rollouts;
        if (rollouts.Source == RolloutSource.Data) yield return ("rollouts.source", "'data' trains on completions of other policies");
        if (rollouts.Given > 0) yield return ("rollouts.given", "the data's own completions come from other policies");
        if (rollouts.Staleness > 0)
            yield return ("rollouts.staleness", string.Create(CultureInfo.InvariantCulture, $"rollouts are {rollouts.Staleness} steps late"));
        if (recipe.Replay is { OnPolicy: < 1 }) yield return ("replay", "stored completions come from earlier policies");
        if (recipe.Training.NumIterations > 1)
            yield return ("training.num_iterations", "from the second update on the rollouts are those of an earlier policy");
    }

    private static string Reason(IPolicyGradientAlgorithm algorithm) => algorithm.DataReason is { Length: > 0 } reason ? $": {reason}" : "";
}

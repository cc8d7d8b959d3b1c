using Agro.Engine.Checkpoints;
using Agro.Engine.Recipes;

namespace Agro.Engine.Runs;

/// <summary>What hooks may set from step to step. A value that nothing can be done with is told and not taken.</summary>
internal sealed class HookedSettings
{
    private readonly Dictionary<string, double> _rewardWeights;
    private readonly Action<string> _tell;

    /// <summary>Starts from a state, or where that says nothing from the recipe.</summary>
    /// <param name="state">Where the run stands.</param>
    /// <param name="recipe">The recipe; rewards that it got since the state was saved have its weights.</param>
    /// <param name="tell">Tells a person.</param>
    public HookedSettings(RunState state, Recipe recipe, Action<string> tell)
    {
        _tell = tell;
        LearningRate = state.LearningRate;
        _rewardWeights = recipe.Rewards.ToDictionary(
            reward => reward.PartName, reward => state.RewardWeights.GetValueOrDefault(reward.PartName, reward.Weight));
    }

    /// <summary>The learning rate that a hook set; null while the schedule holds.</summary>
    public double? LearningRate { get; private set; }

    /// <summary>The weight of each reward function.</summary>
    public IReadOnlyDictionary<string, double> RewardWeights => _rewardWeights;

    /// <summary>Lets hooks see and change the settings.</summary>
    /// <param name="context">Makes the context that they get, from the weights.</param>
    /// <param name="call">Calls them.</param>
    /// <returns>The context as they left it.</returns>
    public StepContext Change(Func<IDictionary<string, double>, StepContext> context, Action<StepContext> call)
    {
        var before = _rewardWeights.ToList();
        var offered = context(_rewardWeights);
        var learningRate = offered.LearningRate;
        call(offered);
        if (offered.LearningRate != learningRate) Take(offered.LearningRate);
        foreach (var (name, weight) in before) Keep(name, weight);
        return offered;
    }

    private void Take(double learningRate)
    {
        if (learningRate is >= 0 and <= TrainingSection.HighestLearningRate) LearningRate = learningRate;
        else _tell(FormattableString.Invariant($"a hook set the learning rate to {learningRate}, allowed is 0 to {TrainingSection.HighestLearningRate}: it stays as it is"));
    }

    private void Keep(string name, double before)
    {
        if (_rewardWeights.TryGetValue(name, out var weight) && double.IsFinite(weight)) return;
        _rewardWeights[name] = before;
        _tell($"a hook took the weight of reward '{name}' away, or set it to what is no finite number: it stays as it is");
    }
}

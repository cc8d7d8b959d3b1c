using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Isolation;

namespace Agro.Engine.Rewards;

/// <summary>A reward function of a recipe: one of the two kinds.</summary>
/// <param name="Name">Its name in metrics.</param>
/// <param name="Each">Scores one completion; null for a function that scores groups.</param>
/// <param name="Group">Scores a group; null for a function that scores completions.</param>
/// <param name="Fault">Turns what the function threw into text for a person, without keeping the exception.</param>
internal sealed record RewardFunction(
    string Name, IRewardFunction? Each, IGroupRewardFunction? Group, Func<Exception, string> Fault)
{
    /// <summary>How many calls of it may be under way together.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long a call may take; null where nobody looks, or somebody else does.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The component that it is.</summary>
    public object Component => (object?)Each ?? Group!;

    /// <summary>A reward component as the recipe has it called.</summary>
    /// <param name="reference">What the recipe says of it.</param>
    /// <param name="component">The component, or what stands for it.</param>
    public static RewardFunction Of(RewardReference reference, object component)
    {
        var function = new RewardFunction(reference.PartName, component as IRewardFunction, component as IGroupRewardFunction, Describe);
        return component is IsolatedReward
            ? function with { Concurrency = reference.Isolation.Processes }
            : function with { Concurrency = reference.MaxConcurrency, TimeLimit = TimeSpan.FromSeconds(reference.TimeLimit) };
    }

    /// <summary>Makes what stands in the slot of a component.</summary>
    /// <param name="description">The component.</param>
    /// <param name="reference">What the recipe says of it.</param>
    /// <returns>The component; of a reward in child processes, what stands for it in the host.</returns>
    /// <exception cref="InputException">It refuses its options, or what they point to.</exception>
    /// <exception cref="PluginException">Its constructor failed.</exception>
    public static object ComponentOf(ComponentDescription description, ComponentReference reference) =>
        reference is RewardReference { Isolation.Kind: RewardIsolation.Process } isolated
            ? IsolatedRewards.Create(description, isolated)
            : ComponentFactory.Create<object>(description, reference.CreateOptions(description));

    private static string Describe(Exception exception) =>
        exception is RewardProcessException or LateCallException ? exception.Message : PluginFault.Describe(exception);
}

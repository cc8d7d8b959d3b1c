using Agro.Engine.Recipes;

namespace Agro.Engine.Hooks;

/// <summary>How long a call of a hook may take.</summary>
/// <param name="Time">The limit.</param>
/// <param name="OnTimeout">What happens to a call that takes longer.</param>
internal sealed record HookLimit(TimeSpan Time, HookTimeout OnTimeout)
{
    /// <summary>What a recipe says.</summary>
    public static HookLimit Of(HookReference hook) => new(TimeSpan.FromSeconds(hook.TimeLimit), hook.OnTimeout);
}

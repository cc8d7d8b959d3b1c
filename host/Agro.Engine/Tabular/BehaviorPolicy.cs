namespace Agro.Engine.Tabular;

/// <summary>Where the completions of a tabular experiment come from.</summary>
public enum BehaviorPolicy
{
    /// <summary>From the reference policy at every step: off-policy from the second step on.</summary>
    Reference,

    /// <summary>From the policy itself; its own dependence on the logits is left out of the gradient.</summary>
    Policy,
}

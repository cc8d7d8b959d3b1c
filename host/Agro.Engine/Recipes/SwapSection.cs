using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>
/// How newer versions of plugins take the place of the ones in use while a run goes on: between two steps, after they were tried on
/// the last step's completions. Limits that are not given do not hold.
/// </summary>
public sealed record SwapSection
{
    /// <summary>Whether newer versions are taken at all; with false, nothing is exchanged while the run goes on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Also watches the plugins that come with the host, for people who work on them.</summary>
    public bool BuiltIn { get; init; }

    /// <summary>The largest change of the mean reward of the last step's completions by which a new version may differ, weights applied.</summary>
    [Range(0, double.PositiveInfinity)]
    public double? MaxRewardShift { get; init; }

    /// <summary>The largest change of the reward of a single completion of the last step, weights applied.</summary>
    [Range(0, double.PositiveInfinity)]
    public double? MaxRewardChange { get; init; }

    /// <summary>The largest change of the loss on the last step's batch, in absolute terms.</summary>
    [Range(0, double.PositiveInfinity)]
    public double? MaxLossShift { get; init; }

    /// <summary>
    /// The largest relative change of the loss's gradient with respect to the log-probabilities on the last step's batch,
    /// |g_new - g_old| / |g_old|, where |g| is the L2 norm.
    /// </summary>
    [Range(0, double.PositiveInfinity)]
    public double? MaxGradientChange { get; init; }

    /// <summary>What happens to a new version that one of these limits is against.</summary>
    public SwapViolation OnViolation { get; init; } = SwapViolation.Refuse;

    /// <summary>For how many steps after an exchange a fault of the new version brings the last good one back; 0 for none.</summary>
    [Range(0, int.MaxValue)]
    public int Probation { get; init; } = 5;

    /// <summary>The largest KL to the reference policy (the metric kl) during probation, in nats; above it the last good version comes back.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? MaxKl { get; init; }

    /// <summary>The smallest reward of a completion during probation, weights applied; below it the last good version comes back.</summary>
    public double? MinReward { get; init; }

    /// <summary>The largest reward of a completion during probation, weights applied; above it the last good version comes back.</summary>
    public double? MaxReward { get; init; }
}

/// <summary>What happens to a new version of a plugin that a limit is against.</summary>
public enum SwapViolation
{
    /// <summary>The version in use stays.</summary>
    Refuse,

    /// <summary>The version in use stays until a person decides.</summary>
    Ask,

    /// <summary>The new version is taken, and what it exceeds is told.</summary>
    Accept,
}

namespace Agro.Engine.Swaps;

/// <summary>How a version of a component came into a run.</summary>
public enum Arrival
{
    /// <summary>The run began with it.</summary>
    Start,

    /// <summary>The run went on with it from a checkpoint, after another version.</summary>
    Resume,

    /// <summary>It took the place of another version between two steps.</summary>
    Swap,

    /// <summary>It came back after a newer version had failed.</summary>
    Back,
}

/// <summary>Steps that one version of a component ran without a break.</summary>
/// <param name="Use">The component's name in recipes; of a script, its file as the recipe has it.</param>
/// <param name="Plugin">The DLL or script, absolute.</param>
/// <param name="Version">The plugin's version; empty for a script.</param>
/// <param name="Sha256">The hash of its files, in hexadecimal.</param>
/// <param name="From">Its first step, counted from 1.</param>
/// <param name="Arrival">How it came.</param>
public sealed record ComponentSpan(string Use, string Plugin, string Version, string Sha256, long From, Arrival Arrival)
{
    /// <summary>
    /// Its last step; below <see cref="From"/> when it finished none. Null when it was in use at the last step that is known and the run
    /// has not ended.
    /// </summary>
    public long? To { get; init; }

    /// <summary>Why the version before it had to go; null unless it was brought back.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether its first step had failed with the version before it, and was done again.</summary>
    public bool RedoesStep { get; init; }

    /// <summary>The step after which its probation was over; null when there was none, or it is not over.</summary>
    public long? ConfirmedAfter { get; init; }

    /// <summary>Whether another span is of the same code. A script is named by its path, which may be shown otherwise another time.</summary>
    /// <param name="other">The other.</param>
    public bool IsSameAs(ComponentSpan other) =>
        (Version, Sha256) == (other.Version, other.Sha256) && (Use == other.Use || Version.Length == 0);
}

/// <summary>A version that was not put in use.</summary>
/// <param name="Step">Steps done then.</param>
/// <param name="Plugin">The DLL or script, absolute.</param>
/// <param name="Version">Its version; empty where that was not known.</param>
/// <param name="Sha256">The hash of its files.</param>
/// <param name="Reason">Why.</param>
/// <param name="Waits">Whether it waits for a person's answer.</param>
public sealed record RefusedVersion(long Step, string Plugin, string Version, string Sha256, string Reason, bool Waits);

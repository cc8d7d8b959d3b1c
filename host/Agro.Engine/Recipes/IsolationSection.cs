using System.ComponentModel.DataAnnotations;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>Where the code of a reward runs. A word alone stands for kind.</summary>
[Shorthand(nameof(Kind))]
public sealed record IsolationSection
{
    /// <summary>
    /// <c>none</c> runs it inside the host. <c>process</c> runs it in child processes: whatever it does there (hang, overflow its stack,
    /// end the process, take all memory) costs the completion that it was called for, and not the run.
    /// </summary>
    public RewardIsolation Kind { get; init; }

    /// <summary>How many child processes there are at most; each has one call at a time. A reward that remembers something needs 1.</summary>
    [Range(1, 256)]
    public int Processes { get; init; } = 2;

    /// <summary>How much memory a child process may have resident, in MiB; one that has more is ended.</summary>
    [Range(128, 1 << 24)]
    public int MemoryLimit { get; init; } = 2048;
}

/// <summary>Where the code of a reward runs.</summary>
public enum RewardIsolation
{
    /// <summary>Inside the host.</summary>
    None,

    /// <summary>In child processes.</summary>
    Process,
}

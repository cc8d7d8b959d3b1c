using System.Collections.Immutable;
using Agro.Engine.Swaps.Canaries;

namespace Agro.Engine.Swaps;

/// <summary>A version that was tried and may take the place of the one in use.</summary>
/// <param name="Unit">What it is a version of.</param>
/// <param name="Version">The version.</param>
/// <param name="Canaries">What came of trying it.</param>
internal sealed record StagedSwap(SwapUnit Unit, UnitVersion Version, IReadOnlyList<CanaryReport> Canaries)
{
    /// <summary>When its last file was written.</summary>
    public required DateTime WrittenAt { get; init; }

    /// <summary>Seconds that it took to load.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>Seconds that it took to try.</summary>
    public required double CanarySeconds { get; init; }

    /// <summary>Which limits of the recipe it exceeds.</summary>
    public ImmutableArray<string> Violations => [.. Canaries.SelectMany(canary => canary.Violations)];
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Agro.Engine.Swaps.Canaries;

/// <summary>What became of trying a new version beside the old one.</summary>
/// <param name="Slot">The component's place in the recipe.</param>
/// <param name="Text">The difference, for a person.</param>
/// <param name="Numbers">The difference, for <c>events.jsonl</c>.</param>
/// <param name="Violations">Which of the recipe's limits it exceeds.</param>
internal sealed record CanaryReport(string Slot, string Text, JsonObject Numbers, ImmutableArray<string> Violations)
{
    /// <summary>The violation of a limit, if it is one.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="found">The measure.</param>
    /// <param name="limit">What the recipe allows; null for anything.</param>
    /// <param name="option">The recipe's name of the limit, under <c>plugins.swap</c>.</param>
    public static IEnumerable<string> Exceeds(string what, double found, double? limit, string option)
    {
        if (found > limit) yield return FormattableString.Invariant($"{what} changes by {found:0.####}, allowed is {limit} (plugins.swap.{option})");
    }
}

using System.Collections.Immutable;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>Makes cases whose reward is known of completions with tokens.</summary>
internal static class TokenCanary
{
    /// <summary>The most tokens that a case is given.</summary>
    public const int Longest = 100_000;

    /// <summary>Makes a case without ground truth.</summary>
    /// <param name="name">What it shows.</param>
    /// <param name="text">The completion's text.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="expected">What is expected.</param>
    public static RewardCanary Of(string name, string text, ImmutableArray<int> tokens, double expected)
    {
        var canary = RewardCanary.Of(name, null, text, expected);
        return canary with { Completions = [canary.Completions[0] with { Tokens = tokens }] };
    }
}

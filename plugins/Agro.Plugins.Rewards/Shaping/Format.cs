using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>1 if the completion matches a regular expression, 0 otherwise.</summary>
[Component("format")]
internal sealed class Format : IRewardFunction
{
    private readonly Regex _pattern;

    /// <summary>Reads the pattern.</summary>
    /// <param name="options">The pattern.</param>
    /// <exception cref="InputException">It is not a regular expression.</exception>
    public Format(FormatOptions options)
    {
        try
        {
            // By itself first: in a group, a pattern such as "a)(b" would pass.
            _ = new Regex(options.Pattern);
            var pattern = options.Full ? $@"\A(?:{options.Pattern})\z" : options.Pattern;
            _pattern = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(options.Timeout));
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"format: pattern: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RegexMatchTimeoutException">The match took too long.</exception>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var match = _pattern.Match(completion.Text);
        return new(match.Success
            ? RewardResult.Of(1, "matches", match.Groups.Count > 1 ? match.Groups[1].Value : match.Value)
            : RewardResult.Of(0, "does not match"));
    }
}

/// <summary>Options of <c>format</c>.</summary>
internal sealed record FormatOptions
{
    /// <summary>The regular expression, as .NET reads it: <c>(?s)</c> lets a dot match line ends, <c>(?i)</c> ignores case.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether the whole completion must match, or any part of it will do. Any part by default.</summary>
    public bool Full { get; init; }

    /// <summary>Seconds that one match may take; a completion that takes longer is a fault of this reward, not a 0.</summary>
    [Range(0.001, 3600)]
    public double Timeout { get; init; } = 1;
}

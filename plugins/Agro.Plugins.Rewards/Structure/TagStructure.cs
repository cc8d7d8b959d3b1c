using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Structure;

/// <summary>
/// 1 if the completion is made of the given tags, each opened and closed exactly once, in their order and not one within another; 0
/// otherwise, or with <c>partial</c> the share of the opening and closing tags that occur exactly once.
/// </summary>
[Component("tag-structure")]
internal sealed partial class TagStructure : IRewardFunction, IRewardCanaries
{
    private readonly TagStructureOptions _options;
    private readonly string[] _sequence;

    /// <summary>Checks the options.</summary>
    /// <param name="options">The tags.</param>
    /// <exception cref="InputException">There are none, or one is no name or occurs twice.</exception>
    public TagStructure(TagStructureOptions options)
    {
        if (options.Tags.Count == 0) throw new InputException("tag-structure: tags is empty; name them in their order, such as [think, answer]");
        if (options.Tags.FirstOrDefault(tag => !Name().IsMatch(tag)) is { } wrong)
            throw new InputException($"tag-structure: '{wrong}' is no tag's name: write letters, digits, '_' and '-', without brackets");
        if (options.Tags.Distinct(StringComparer.Ordinal).Count() < options.Tags.Count)
            throw new InputException("tag-structure: tags names one of them twice");
        _options = options;
        _sequence = [.. options.Tags.SelectMany(tag => new[] { $"<{tag}>", $"</{tag}>" })];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("all tags", null, string.Concat(_options.Tags.Select(tag => $"<{tag}>42</{tag}>\n")), 1),
        RewardCanary.Of("no tags", null, "42", 0),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var fault = FaultOf(completion.Text, out var last);
        if (fault is null) return new(RewardResult.Of(1, "as wanted", last));
        var single = _sequence.Count(tag => completion.Text.AsSpan().Count(tag) == 1);
        // What is only out of order, or has text around it, must not reach what is right.
        var share = Math.Min(single, _sequence.Length - 1) / (double)_sequence.Length;
        return new(RewardResult.Of(_options.Partial ? share : 0, fault));
    }

    private string? FaultOf(string text, out string? last)
    {
        last = null;
        var at = 0;
        for (var i = 0; i < _sequence.Length; i++)
        {
            var tag = _sequence[i];
            var count = text.AsSpan().Count(tag);
            if (count != 1) return $"{tag} occurs {count} times";
            var place = text.IndexOf(tag, StringComparison.Ordinal);
            if (place < at) return $"{tag} stands before {_sequence[i - 1]}";
            var between = text.AsSpan(at, place - at);
            var isContent = i % 2 == 1;
            if (isContent && _options.Content && between.IsWhiteSpace()) return $"nothing stands before {tag}";
            if (!isContent && !_options.Outside && !between.IsWhiteSpace()) return $"text stands outside the tags, before {tag}";
            if (isContent) last = between.Trim().ToString();
            at = place + tag.Length;
        }

        return _options.Outside || text.AsSpan(at).IsWhiteSpace() ? null : $"text stands outside the tags, behind {_sequence[^1]}";
    }

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{N}_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

/// <summary>Options of <c>tag-structure</c>.</summary>
internal sealed record TagStructureOptions
{
    /// <summary>The names of the tags in their order, without brackets: <c>[think, answer]</c> by default.</summary>
    public IReadOnlyList<string> Tags { get; init; } = ["think", "answer"];

    /// <summary>Whether text may stand outside the tags. Off: white space only.</summary>
    public bool Outside { get; init; }

    /// <summary>Whether something must stand within each tag. On by default.</summary>
    public bool Content { get; init; } = true;

    /// <summary>Whether a completion that is not as wanted is worth the share of tags that occur exactly once, always below 1.</summary>
    public bool Partial { get; init; }
}

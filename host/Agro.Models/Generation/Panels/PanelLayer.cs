using Agro.Models.Transformer;

namespace Agro.Models.Generation.Panels;

/// <summary>One layer: its settings and where its weights lie.</summary>
internal sealed class PanelLayer
{
    public required AttentionSettings Attention { get; init; }

    public required Rotation Rotation { get; init; }

    public required PanelNorm AttentionNorm { get; init; }

    /// <summary>Of what attention returned.</summary>
    public required PanelNorm AttendedNorm { get; init; }

    public required PanelNorm FeedForwardNorm { get; init; }

    /// <summary>Of what the feed-forward block returned.</summary>
    public required PanelNorm FedNorm { get; init; }

    public required PanelNorm QueryNorm { get; init; }

    public required PanelNorm KeyNorm { get; init; }

    public required PanelLinear Query { get; init; }

    public required PanelLinear Key { get; init; }

    public required PanelLinear Value { get; init; }

    public required PanelLinear Output { get; init; }

    /// <summary>Without outputs where the block has no gate.</summary>
    public required PanelLinear Gate { get; init; }

    public required PanelLinear Up { get; init; }

    public required PanelLinear Down { get; init; }
}

namespace Agro.Models.Generation;

/// <summary>A sequence that is to go on: what choosing its next tokens takes.</summary>
/// <param name="Token">Its newest token, not in its slot yet.</param>
/// <param name="Position">Where that goes.</param>
/// <param name="LastPosition">The position of the last token that it may have.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="Seed">The request's seed.</param>
/// <param name="Completion">Index of the completion within the request.</param>
/// <param name="Count">How many tokens the completion has.</param>
internal readonly record struct Continuation(
    int Token, int Position, int LastPosition, SamplingOptions Sampling, long Seed, int Completion, int Count);

/// <summary>
/// A decoder that chooses tokens where it computes, several for each sequence before the host sees one: on a GPU the host then never waits
/// for a single token. The price is that a sequence which ends within a burst is computed to the burst's end.
/// </summary>
internal interface IChoosingDecoder : IDecoder
{
    /// <summary>How many tokens of each sequence it chooses at most before the host sees them; 0 where it chooses none.</summary>
    int Burst { get; }

    /// <summary>Chooses the next tokens of the sequences in the slots 0 to n - 1. What follows a sequence's end means nothing.</summary>
    /// <param name="sequences">The sequences, <c>[n]</c>.</param>
    /// <param name="chosen">Receives the tokens, <c>[steps, n]</c>; at most <see cref="Burst"/> steps.</param>
    void Continue(ReadOnlySpan<Continuation> sequences, Span<SampledToken> chosen);
}

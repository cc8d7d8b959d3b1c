namespace Agro.Models.Generation;

/// <summary>
/// Computes next-token logits for sequences whose keys and values it keeps in slots. Only what is below a slot's position is defined.
/// Used by one thread.
/// </summary>
internal interface IDecoder : IDisposable
{
    /// <summary>How many threads it has.</summary>
    int Threads => 1;

    /// <summary>Lends them between its steps, for pieces of work of at least some microseconds.</summary>
    /// <param name="pieces">How many pieces.</param>
    /// <param name="action">Does one, by its index; does not throw.</param>
    void Share(int pieces, Action<int> action)
    {
        for (var piece = 0; piece < pieces; piece++) action(piece);
    }

    /// <summary>Makes room for sequences of a length, in every slot; what the slots hold stays.</summary>
    void Reserve(int length);

    /// <summary>Takes a prompt into a slot, from position 0.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="logits">Receives the logits of the token after the prompt, <c>[V]</c>.</param>
    void Prefill(int slot, ReadOnlySpan<int> prompt, Span<float> logits);

    /// <summary>Takes one token into each of the slots 0 to n - 1.</summary>
    /// <param name="tokens">The tokens, <c>[n]</c>.</param>
    /// <param name="positions">Where they go in their sequences, <c>[n]</c>.</param>
    /// <param name="logits">Receives the logits of the tokens after them, <c>[n, V]</c>.</param>
    void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits);

    /// <summary>Copies the first positions of a slot to another.</summary>
    void Copy(int from, int to, int length);

    /// <summary>The same, where the source is not needed afterwards.</summary>
    void Move(int from, int to, int length);
}

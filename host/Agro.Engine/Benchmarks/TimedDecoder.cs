using Agro.Engine.Tracking;
using Agro.Models.Generation;

namespace Agro.Engine.Benchmarks;

/// <summary>A decoder with its time by phase; what a generation takes besides is choosing tokens and keeping count of sequences.</summary>
/// <param name="inner">The decoder.</param>
/// <param name="clock">Gets the times.</param>
internal sealed class TimedDecoder(IDecoder inner, PhaseClock clock) : IChoosingDecoder
{
    /// <summary>Making the decoder and room for sequences.</summary>
    public const string Setup = "setup";

    /// <summary>Prompts.</summary>
    public const string Prefilling = "prefill";

    /// <summary>One token of every sequence.</summary>
    public const string Decoding = "decode";

    /// <summary>Copies of keys and values between slots.</summary>
    public const string Moving = "move";

    public int Burst => (inner as IChoosingDecoder)?.Burst ?? 0;

    public int Threads => inner.Threads;

    public void Share(int pieces, Action<int> action) => inner.Share(pieces, action);

    public void Reserve(int length) => clock.Time(Setup, () => inner.Reserve(length));

    public void Prefill(int slot, ReadOnlySpan<int> prompt, Span<float> logits)
    {
        var start = clock.Now;
        inner.Prefill(slot, prompt, logits);
        clock.AddSince(Prefilling, start);
    }

    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits)
    {
        var start = clock.Now;
        inner.Step(tokens, positions, logits);
        clock.AddSince(Decoding, start);
    }

    public void Continue(ReadOnlySpan<Continuation> sequences, Span<SampledToken> chosen)
    {
        var start = clock.Now;
        ((IChoosingDecoder)inner).Continue(sequences, chosen);
        clock.AddSince(Decoding, start);
    }

    public void Copy(int from, int to, int length) => clock.Time(Moving, () => inner.Copy(from, to, length));

    public void Move(int from, int to, int length) => clock.Time(Moving, () => inner.Move(from, to, length));

    public void Dispose() => inner.Dispose();
}

using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation;

/// <summary>
/// Decodes on a GPU: tokens are chosen there, go into the next step there, and come to the host a burst at a time, which is the only moment
/// at which it waits. What is chosen is what <see cref="TorchDecoder"/> and <see cref="Sampler"/> choose, up to rounding.
/// </summary>
/// <param name="model">The policy; stays the caller's.</param>
/// <param name="slots">Sequences at once, and one more.</param>
/// <param name="burst">Tokens of each sequence between two looks of the host; at least 1.</param>
internal sealed class DeviceDecoder(CausalModel model, int slots, int burst = DeviceDecoder.UsualBurst) : IChoosingDecoder
{
    /// <summary>
    /// Short, since a sequence that ends is computed to the burst's end: 3.5 tokens on average, while a step of any model costs the host far
    /// more than an eighth of a synchronization.
    /// </summary>
    public const int UsualBurst = 8;

    // Below 1 also after multiplication by a sum.
    private const double MostUniform = 1 - 1e-15;

    private readonly TorchDecoder _decoder = new(model, slots);

    public int Burst => burst;

    public void Reserve(int length) => _decoder.Reserve(length);

    public void Prefill(int slot, ReadOnlySpan<int> prompt, Span<float> logits) => _decoder.Prefill(slot, prompt, logits);

    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits) => _decoder.Step(tokens, positions, logits);

    public void Continue(ReadOnlySpan<Continuation> sequences, Span<SampledToken> chosen)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (count, steps) = (sequences.Length, chosen.Length / sequences.Length);
        var sampler = new BatchSampler(Options(sequences), model.Config.VocabularySize, model.Device);
        var uniforms = DeviceTransfer.ToDevice(Uniforms(sequences, steps), model.Device, steps, count, 1);
        var state = Unbound(DeviceTransfer.ToDevice(State(sequences, out var longest), model.Device, 3, count));
        var (tokens, positions, last) = (state[0], state[1], state[2]);
        var results = new Tensor[2 * steps];
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            var logits = _decoder.Logits(tokens, positions, Math.Min(longest.Now + step, longest.Last) + 1);
            var (next, logProbs) = sampler.Choose(logits, uniforms.select(0, step));
            tokens = next.squeeze(1).MoveToOuterDisposeScope();
            // A sequence that is complete goes on at its last position, to be thrown away.
            positions = positions.add(Constant.Whole(1)).minimum(last).MoveToOuterDisposeScope();
            results[step] = next.to_type(ScalarType.Float64).MoveToOuterDisposeScope();
            results[steps + step] = logProbs.MoveToOuterDisposeScope();
        }

        // Token ids are exact in float64: one transfer for both.
        var numbers = DeviceTransfer.ToHost(cat(results, 0));
        for (var i = 0; i < chosen.Length; i++) chosen[i] = new((int)numbers[i], (float)numbers[chosen.Length + i]);
    }

    public void Copy(int from, int to, int length) => _decoder.Copy(from, to, length);

    public void Move(int from, int to, int length) => _decoder.Move(from, to, length);

    public void Dispose() => _decoder.Dispose();

    private static SamplingOptions[] Options(ReadOnlySpan<Continuation> sequences)
    {
        var options = new SamplingOptions[sequences.Length];
        for (var i = 0; i < options.Length; i++) options[i] = sequences[i].Sampling;
        return options;
    }

    private static double[] Uniforms(ReadOnlySpan<Continuation> sequences, int steps)
    {
        var uniforms = new double[steps * sequences.Length];
        for (var i = 0; i < uniforms.Length; i++)
        {
            var (step, row) = Math.DivRem(i, sequences.Length);
            var sequence = sequences[row];
            uniforms[i] = Math.Min(Philox.Uniform(sequence.Seed, sequence.Completion, sequence.Count + step), MostUniform);
        }
        return uniforms;
    }

    /// <summary>Newest tokens, their positions, and the last positions, <c>[3, n]</c>.</summary>
    private static long[] State(ReadOnlySpan<Continuation> sequences, out (int Now, int Last) longest)
    {
        longest = default;
        var state = new long[3 * sequences.Length];
        for (var i = 0; i < sequences.Length; i++)
        {
            var sequence = sequences[i];
            (state[i], state[sequences.Length + i], state[(2 * sequences.Length) + i]) = (sequence.Token, sequence.Position, sequence.LastPosition);
            longest = (Math.Max(longest.Now, sequence.Position), Math.Max(longest.Last, sequence.LastPosition));
        }
        return state;
    }

    private static Tensor[] Unbound(Tensor rows) => [.. Enumerable.Range(0, (int)rows.size(0)).Select(row => rows.select(0, row))];
}

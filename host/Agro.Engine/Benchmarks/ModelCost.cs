using Agro.Models;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// What work costs at least: FLOPs of the matrix products, two for each weight and token, and bytes of float32 that must be read.
/// Norms, rotary embeddings and softmax are left out, as is usual (Kaplan et al., arXiv 2001.08361, section 2.1).
/// </summary>
/// <param name="config">The model's shape; its feed-forward blocks are gated.</param>
internal sealed class ModelCost(ModelConfig config)
{
    private const double Bytes = sizeof(float);

    private readonly double _layers = config.LayerCount;
    private readonly double _queryWidth = (double)config.HeadCount * config.HeadSize;
    private readonly double _keyWidth = (double)config.KeyValueHeadCount * config.HeadSize;

    /// <summary>Weights of the projections of all layers.</summary>
    public double BlockWeights => _layers * config.HiddenSize * ((2 * _queryWidth) + (2 * _keyWidth) + (3.0 * config.IntermediateSize));

    /// <summary>Weights of the head.</summary>
    public double HeadWeights => (double)config.VocabularySize * config.HiddenSize;

    /// <summary>FLOPs of a forward pass over whole sequences, with causal attention, which half of a square is.</summary>
    /// <param name="sequences">How many.</param>
    /// <param name="length">Tokens of each.</param>
    /// <param name="logits">Tokens whose logits are computed, of all sequences together.</param>
    public double ForwardFlops(double sequences, double length, double logits)
    {
        var tokens = sequences * length;
        return (2 * tokens * BlockWeights) + (2 * logits * HeadWeights) + (2 * _layers * length * _queryWidth * tokens);
    }

    /// <summary>FLOPs of forward and backward passes: a gradient takes two products for each of a forward pass.</summary>
    /// <inheritdoc cref="ForwardFlops"/>
    public double TrainingFlops(double sequences, double length, double logits) => 3 * ForwardFlops(sequences, length, logits);

    /// <summary>FLOPs of decode steps, the first of which attends to the prompt and its own token.</summary>
    /// <param name="batch">Sequences at once.</param>
    /// <param name="prompt">Tokens of each prompt.</param>
    /// <param name="steps">How many steps.</param>
    public double DecodeFlops(double batch, double prompt, double steps) =>
        batch * ((2 * steps * (BlockWeights + HeadWeights)) + (4 * _layers * _queryWidth * Attended(prompt, steps)));

    /// <summary>Bytes that decode steps read: every weight once a step, and the keys and values of every sequence.</summary>
    /// <inheritdoc cref="DecodeFlops"/>
    public double DecodeBytes(double batch, double prompt, double steps) =>
        Bytes * ((steps * (BlockWeights + HeadWeights)) + (batch * 2 * _layers * _keyWidth * Attended(prompt, steps)));

    /// <summary>Positions attended to by one sequence, summed over steps: prompt + 1, prompt + 2, ..., prompt + steps.</summary>
    private static double Attended(double prompt, double steps) => (steps * prompt) + (steps * (steps + 1) / 2);
}

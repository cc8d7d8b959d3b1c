namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// Supervised fine-tuning: cross-entropy of the data's demonstrations. Rewards play no part. The usual warm start before
/// reinforcement learning.
/// </summary>
[Component("sft")]
internal sealed class Sft(SftOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Demonstrations;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch) => new(batch.Average(-batch.LogProbs, options.Mean));
}

/// <summary>Options of <c>sft</c>.</summary>
internal sealed record SftOptions
{
    /// <summary>
    /// How tokens are averaged: <c>token</c> (the mean over all tokens of the batch, in nats, the usual cross-entropy) or
    /// <c>sequence</c> (every demonstration counts alike).
    /// </summary>
    public LossMean Mean { get; init; } = LossMean.Token;
}

using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>What surrounds a policy-gradient surrogate: KL penalty, entropy bonus, importance correction.</summary>
internal sealed class SurrogateTerms
{
    private readonly double _entropyCoefficient;

    /// <summary>Makes the terms that options describe.</summary>
    /// <param name="options">Which of them, and how strong.</param>
    /// <exception cref="InputException">One option leaves another without effect.</exception>
    public SurrogateTerms(SurrogateOptions options)
    {
        if (options.Fault() is { } fault) throw new InputException(fault);
        (Kl, Correction, _entropyCoefficient) = (new(options), new(options), options.EntropyCoefficient);
    }

    /// <summary>The KL penalty.</summary>
    public KlPenalty Kl { get; }

    /// <summary>The importance correction.</summary>
    public ImportanceCorrection Correction { get; }

    /// <summary>What the terms need.</summary>
    public AlgorithmNeeds Needs =>
        Kl.Needs | Correction.Needs | (_entropyCoefficient > 0 ? AlgorithmNeeds.Entropy : AlgorithmNeeds.None);

    /// <summary>Rewards less the completion's KL, where that is in the reward; <c>[B]</c>.</summary>
    /// <param name="batch">The batch.</param>
    public Tensor Rewards(PolicyBatch batch) => Kl.InReward(batch) is { } penalty ? batch.Rewards - penalty.sum(1) : batch.Rewards;

    /// <summary>Rewards at each completion's last own token, less every token's KL, where that is in the reward; <c>[B, T]</c>.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rewards">The completions' rewards, <c>[B]</c>.</param>
    public Tensor TokenRewards(PolicyBatch batch, Tensor rewards)
    {
        var atTheEnd = rewards.unsqueeze(1) * batch.LastTokens();
        return Kl.InReward(batch) is { } penalty ? atTheEnd - penalty : atTheEnd;
    }

    /// <summary>
    /// The whole loss of algorithms that clip token ratios as PPO does: the surrogate of the advantages, weighted by the correction,
    /// averaged and completed.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="options">How ratios are clipped.</param>
    /// <param name="advantages"><c>[B, T]</c>, or <c>[B, 1]</c> where all tokens of a completion share one.</param>
    /// <param name="average">Averages per-token losses: <c>[B, T]</c> to a scalar.</param>
    public PolicyLoss ClippedTokenLoss(PolicyBatch batch, ClippedOptions options, Tensor advantages, Func<Tensor, Tensor> average)
    {
        var ratio = Correction.LogRatios(batch).exp();
        var surrogate = ClippedSurrogate.Of(options);
        var correction = Correction.Of(batch, logRatios => logRatios);
        return Complete(
            batch,
            average(correction.Apply(surrogate.Loss(ratio, advantages))),
            average,
            [.. surrogate.Metrics(ratio, advantages, batch.MeanOverAllTokens), .. correction.Metrics(batch.MeanOverAllTokens)]);
    }

    /// <summary>
    /// The whole loss of algorithms that clip one ratio a completion: the surrogate of the advantages, weighted by the correction,
    /// averaged over completions and completed.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="surrogate">How ratios are clipped.</param>
    /// <param name="advantages"><c>[B]</c>.</param>
    /// <param name="perCompletion">Makes one value a completion of its tokens' log-ratios and other terms: <c>[B, T]</c> to <c>[B]</c>.</param>
    public PolicyLoss ClippedCompletionLoss(PolicyBatch batch, ClippedSurrogate surrogate, Tensor advantages, Func<Tensor, Tensor> perCompletion)
    {
        var ratio = perCompletion(Correction.LogRatios(batch)).exp();
        var correction = Correction.Of(batch, perCompletion);
        return Complete(
            batch,
            correction.Apply(surrogate.Loss(ratio, advantages)).mean(),
            tokens => perCompletion(tokens).mean(),
            [.. surrogate.Metrics(ratio, advantages, values => values.mean()), .. correction.Metrics(values => values.mean())]);
    }

    /// <summary>
    /// Completes a loss: adds the KL, where that is in the loss, and the entropy bonus, and moves an adaptive coefficient.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="surrogate">The loss so far, a scalar.</param>
    /// <param name="average">Averages per-token terms as the surrogate was: <c>[B, T]</c> to a scalar.</param>
    /// <param name="metrics">The metrics so far.</param>
    public PolicyLoss Complete(
        PolicyBatch batch, Tensor surrogate, Func<Tensor, Tensor> average, IEnumerable<KeyValuePair<string, double>> metrics)
    {
        var loss = surrogate;
        if (Kl.InLoss(batch) is { } penalty) loss += average(penalty);
        if (_entropyCoefficient > 0) loss -= Constant.Of(_entropyCoefficient) * average(batch.EntropiesOfTokens);
        return new PolicyLoss(loss) { Metrics = new Dictionary<string, double>(metrics.Concat(Kl.Adapt(batch))) };
    }
}

/// <summary>An algorithm with these terms. What it remembers between steps is its adaptive KL coefficient.</summary>
internal interface ISurrogate : IPolicyGradientAlgorithm, IStateful
{
    /// <summary>The terms.</summary>
    SurrogateTerms Terms { get; }

    /// <inheritdoc/>
    ComponentState IStateful.SaveState() => Terms.Kl.Save();

    /// <inheritdoc/>
    void IStateful.LoadState(ComponentState state) => Terms.Kl.Load(state);
}

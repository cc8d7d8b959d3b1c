using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// REINFORCE (Williams 1992): minus the mean of (reward - baseline) log policy. Valid for completions of the present policy only,
/// unless a correction weighs the others.
/// </summary>
[Component("reinforce")]
internal sealed class Reinforce(ReinforceOptions options) : ISurrogate
{
    /// <inheritdoc/>
    public SurrogateTerms Terms { get; } = new(options);

    /// <inheritdoc/>
    public AlgorithmNeeds Needs => Terms.Needs
        | (Terms.Correction.IsOn ? AlgorithmNeeds.None : AlgorithmNeeds.OnPolicy)
        | (options.Baseline == Baseline.LeaveOneOut ? AlgorithmNeeds.Groups : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string DataReason => Terms.Correction.IsOn
        ? "its correction divides by the behavior policy; agro takes such data"
        : "it has no importance ratio; with 'correction: tis' it takes data whose behavior log-probabilities are known, and agro takes any";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.Advantages(Terms.Rewards(batch), options.Baseline).unsqueeze(1);
        var correction = Terms.Correction.Of(batch, logRatios => logRatios);
        var perToken = correction.Apply(-advantages * batch.LogProbs);
        return Terms.Complete(batch, Average(perToken), Average, correction.Metrics(batch.MeanOverAllTokens));

        Tensor Average(Tensor tokens) => batch.SumOverTokens(tokens).mean();
    }
}

/// <summary>Options of <c>reinforce</c>.</summary>
internal sealed record ReinforceOptions : SurrogateOptions
{
    /// <summary>What is subtracted from the rewards: <c>none</c>, <c>batch</c> (their mean) or <c>leave_one_out</c>.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;
}

using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// IPO: identity preference optimization (Azar et al. 2023, arXiv 2310.12036), of the best against the worst completion of each
/// group: (D - 1/(2 beta))^2, where D is the difference of their log-ratios to the reference policy.
/// </summary>
[Component("ipo")]
internal sealed class Ipo(IpoOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Reference | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var logRatio = batch.LogRatioToReference;
        var perCompletion = options.LengthAverage ? batch.MeanOverTokens(logRatio) : logRatio.sum(1);
        return PreferencePairs.Of(batch).Loss(perCompletion, margins =>
        {
            var distance = margins - Constant.Of(1 / (2 * options.Beta));
            return distance * distance;
        });
    }
}

/// <summary>Options of <c>ipo</c>.</summary>
internal sealed record IpoOptions
{
    /// <summary>KL coefficient, per nat; the margin aimed at is 1 / (2 beta). Above 0. TRL's 0.1.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.1;

    /// <summary>
    /// Whether a completion's log-ratio is the mean over its tokens (as the paper's authors confirmed to TRL) or their sum (as
    /// OpenRLHF has it). Losses of the two are not comparable.
    /// </summary>
    public bool LengthAverage { get; init; } = true;
}

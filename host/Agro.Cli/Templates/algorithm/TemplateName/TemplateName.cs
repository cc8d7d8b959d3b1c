using Agro;
using static TorchSharp.torch;

/// <summary>
/// REINFORCE: minus the mean over completions of advantage times log-probability, where the advantage is the reward minus the mean
/// reward of the group's other completions.
/// </summary>
/// <param name="options">What the recipe says beside <c>use: template-name</c>.</param>
[Component("template-name")]
public sealed class TemplateName(TemplateNameOptions options) : IPolicyGradientAlgorithm
{
    // The host computes what is asked for here, and refuses data that the loss is not valid for.
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.OnPolicy | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public string DataReason => "it has no importance ratio";

    // The batch is the whole step's, every group of it; tensors are freed by the host. Rewards are [B], log-probabilities [B, T].
    // Numbers in formulas: Constant.Of(2) * tensor, see its documentation.
    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.Rewards - batch.LeaveOneOutMean(batch.Rewards);
        var logProbs = options.PerToken ? batch.MeanOverTokens(batch.LogProbs) : batch.SumOverTokens(batch.LogProbs);
        return new PolicyLoss(-(advantages * logProbs).mean())
        {
            Metrics = new Dictionary<string, double> { ["advantage/largest"] = advantages.abs().max().to(float64).item<double>() },
        };
    }
}

/// <summary>Options of template-name; recipes write them in snake_case.</summary>
public sealed record TemplateNameOptions
{
    /// <summary>Whether a completion's log-probability is the mean over its tokens instead of their sum.</summary>
    public bool PerToken { get; init; }
}

using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>How per-token losses become one number.</summary>
internal enum LossMean
{
    /// <summary>The mean over completions of their token means: every completion counts alike.</summary>
    Sequence,

    /// <summary>The mean over all tokens of the batch: every token counts alike.</summary>
    Token,
}

/// <summary>Averages of per-token losses.</summary>
internal static class LossMeans
{
    /// <summary>Averages a per-token loss.</summary>
    /// <param name="batch">The batch that knows which tokens count.</param>
    /// <param name="perToken"><c>[B, T]</c>.</param>
    /// <param name="mean">How.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Average(this PolicyBatch batch, Tensor perToken, LossMean mean) =>
        mean == LossMean.Token ? batch.MeanOverAllTokens(perToken) : batch.MeanOverTokens(perToken).mean();
}

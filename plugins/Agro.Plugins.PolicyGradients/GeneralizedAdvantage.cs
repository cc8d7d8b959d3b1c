using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// Generalized advantage estimation (Schulman et al. 2015, arXiv 1506.02438). With delta_t = r_t + gamma V_{t+1} - V_t the advantage is
/// A_t = delta_t + gamma lambda A_{t+1}, and the return A_t + V_t. The next token is the completion's next own token, so that tool
/// output costs no discount; after the last one comes nothing.
/// </summary>
/// <param name="Gamma">Discount of a token.</param>
/// <param name="Lambda">Trust in the rewards (1) over the values (0).</param>
internal sealed record GeneralizedAdvantage(double Gamma, double Lambda)
{
    /// <summary>Estimates advantages. They are constants, so they are computed outside of the graph.</summary>
    /// <param name="batch">The batch that knows which tokens count.</param>
    /// <param name="rewards">Token rewards, <c>[B, T]</c>.</param>
    /// <param name="values">Values, <c>[B, T]</c>.</param>
    /// <returns>Advantages and returns, <c>[B, T]</c>, 0 outside of the mask.</returns>
    public (Tensor Advantages, Tensor Returns) Estimate(PolicyBatch batch, Tensor rewards, Tensor values)
    {
        var (mask, reward, value) = (Rows(batch.Mask), Rows(rewards), Rows(values));
        var (completions, width) = (mask.GetLength(0), mask.GetLength(1));
        var (advantages, returns) = (new double[completions, width], new double[completions, width]);
        for (var b = 0; b < completions; b++)
        {
            var (nextValue, nextAdvantage) = (0.0, 0.0);
            for (var t = width - 1; t >= 0; t--)
            {
                if (mask[b, t] == 0) continue;
                var delta = reward[b, t] + (Gamma * nextValue) - value[b, t];
                (nextValue, nextAdvantage) = (value[b, t], delta + (Gamma * Lambda * nextAdvantage));
                (advantages[b, t], returns[b, t]) = (nextAdvantage, nextAdvantage + nextValue);
            }
        }

        return (Like(advantages), Like(returns));

        Tensor Like(double[,] numbers) => tensor(numbers, rewards.dtype, batch.Rewards.device);
    }

    private static double[,] Rows(Tensor numbers)
    {
        var flat = numbers.detach().to(float64).cpu().contiguous().data<double>().ToArray();
        var rows = new double[numbers.size(0), numbers.size(1)];
        Buffer.BlockCopy(flat, 0, rows, 0, flat.Length * sizeof(double));
        return rows;
    }
}

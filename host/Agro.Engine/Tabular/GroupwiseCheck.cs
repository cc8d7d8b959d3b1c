namespace Agro.Engine.Tabular;

/// <summary>
/// Finds out whether a loss is a mean of losses of single groups. Only then is the gradient of the enumerated groups, weighted by
/// their probabilities, the expected gradient; a baseline over the whole batch, for one, would weigh impossible neighbors in.
/// </summary>
internal static class GroupwiseCheck
{
    private const double Tolerance = 1e-9;

    /// <summary>
    /// Whether what a group contributes stays the same when the rest of the batch is taken away, and when the rest's rewards change.
    /// </summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <exception cref="PluginException">The algorithm failed.</exception>
    public static bool Holds(TabularAlgorithm algorithm)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        // Numbers without any pattern that a baseline could cancel in.
        double[] logits = [0.3, -1.1, 0.7, 0.05, -0.4];
        double[] rewards = [0.9, -0.2, 0.4, 1.7, -1.3];
        var policy = Softmax.Log([0.2, 0.6, -0.9, 0.4, 0.1]);
        var (problem, changed) = (new TabularProblem([.. rewards], [.. logits], 1), new TabularProblem([.. rewards[..^1], 3.1], [.. logits], 1));
        var few = GroupEnumeration.Pairs(2, logits.Length - 1);
        var all = few.AddRange(GroupEnumeration.Pairs(logits.Length, logits.Length).Except(few));

        // None of the few has the completion whose reward changes.
        var alone = Of(problem, few);
        return Same(alone, Of(problem, all)) && Same(alone, Of(changed, all));

        double[] Of(TabularProblem among, System.Collections.Immutable.ImmutableArray<(int, int)> groups) =>
            new GroupEnumeration(among, groups).Coefficients(algorithm, policy, policy, 0);
    }

    private static bool Same(double[] few, double[] all)
    {
        for (var entry = 0; entry < few.Length; entry++)
        {
            if (!(Math.Abs(few[entry] - all[entry]) <= Tolerance * Math.Max(1, Math.Abs(few[entry])))) return false;
        }

        return true;
    }
}

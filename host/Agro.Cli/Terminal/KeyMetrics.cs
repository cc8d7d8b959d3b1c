namespace Agro.Cli.Terminal;

/// <summary>Which metrics of a step are shown, under which short names, and how.</summary>
internal static class KeyMetrics
{
    private static readonly (string Name, string Label)[] Known =
    [
        ("reward", "reward"),
        ("kl", "kl"),
        ("entropy", "entropy"),
        ("grad_norm", "grad_norm"),
        ("loss", "loss"),
        ("learning_rate", "learning_rate"),
        ("completions/mean_length", "length"),
        ("completions/clipped_ratio", "clipped"),
        ("generation/tokens_per_second", "tokens/s"),
    ];

    /// <summary>Shown with the reward, or by other parts of the view.</summary>
    private static readonly string[] Elsewhere = ["reward_std", "step_time", "step", "epoch"];

    /// <summary>The metrics that are there, in the order of showing.</summary>
    /// <param name="metrics">A step's metrics.</param>
    /// <returns>Labels and formatted values.</returns>
    public static IEnumerable<(string Label, string Value)> Of(IReadOnlyDictionary<string, double> metrics)
    {
        foreach (var (name, label) in Known)
        {
            if (metrics.TryGetValue(name, out var value)) yield return (label, name == "reward" ? Reward(metrics) : Figures.Number(value));
        }

        // Each reward function's own mean says more than anything else that is left.
        var others = metrics.Where(item => !Known.Any(known => known.Name == item.Key) && !Elsewhere.Contains(item.Key))
            .OrderBy(item => item.Key.StartsWith("rewards/", StringComparison.Ordinal) ? 0 : 1).ThenBy(item => item.Key, StringComparer.Ordinal);
        foreach (var (name, value) in others) yield return (name, Figures.Number(value));
    }

    /// <summary>A metric's name in little room: without its area when the whole does not fit.</summary>
    /// <param name="name">The name, such as <c>completions/mean_length</c>.</param>
    /// <param name="width">Cells to fit into.</param>
    /// <returns>Such as <c>mean_length</c>; at most that many cells.</returns>
    public static string Label(string name, int width)
    {
        var visible = VisibleText.Clean(name);
        return Cells.Cut(Cells.Width(visible) <= width ? visible : visible[(visible.IndexOf('/', StringComparison.Ordinal) + 1)..], width);
    }

    /// <summary>The reward with the spread within the step.</summary>
    /// <param name="metrics">A step's metrics, with a <c>reward</c>.</param>
    /// <returns>Such as <c>0.531 ±0.42</c>.</returns>
    public static string Reward(IReadOnlyDictionary<string, double> metrics) =>
        Figures.Score(metrics["reward"]) + (metrics.TryGetValue("reward_std", out var deviation) ? $" ±{Figures.Number(deviation)}" : "");
}

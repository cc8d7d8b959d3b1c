using Agro.Engine.Plugins;
using Agro.Engine.Tabular;
using Agro.Plugins.PolicyGradients;

namespace Agro.Tests.Tabular;

/// <summary>Problems with a handful of completions, and the shipped algorithms on them.</summary>
internal static class Problems
{
    public const double Beta = 0.5;

    public static TabularProblem Random(int size, int seed, double offset = 0)
    {
        var random = new Random(seed);
        double[] Draw() => [.. Enumerable.Range(0, size).Select(_ => 4 * random.NextDouble() - 2)];
        return new([.. Draw().Select(reward => reward + offset)], [.. Draw()], Beta);
    }

    public static double[] Policy(int size, int seed)
    {
        var random = new Random(seed);
        return Softmax.Log([.. Enumerable.Range(0, size).Select(_ => 3 * random.NextDouble())]);
    }

    public static TabularAlgorithm AgroLoss { get; } = Named("agro", new AgroAlgorithm(new() { Beta = Beta, Scale = AgroScale.Loss }));

    public static TabularAlgorithm AgroUnit { get; } = Named("agro", new AgroAlgorithm(new() { Beta = Beta }));

    public static TabularAlgorithm Naive { get; } = Named("regularized-pg", new RegularizedPg(new() { Beta = Beta }));

    public static TabularAlgorithm Named(string name, IPolicyGradientAlgorithm algorithm) => new(
        name,
        new() { Kind = ComponentKind.Algorithm, Name = name, ComponentType = algorithm.GetType(), PluginPath = "Test.dll" },
        algorithm);

    /// <summary>Descends with completions of any fixed policy; what measures gets the policy after each step.</summary>
    public static double[] Descend(
        TabularAlgorithm algorithm, TabularProblem problem, double[] behavior, (int Steps, double Size) steps, Action<int, double[]>? measure = null)
    {
        var groups = GroupEnumeration.OfAllPairs(problem);
        var logits = problem.ReferenceLogits.ToArray();
        for (var step = 1; step <= steps.Steps; step++)
        {
            var gradient = groups.Gradient(algorithm, Softmax.Log(logits), behavior, step);
            for (var y = 0; y < logits.Length; y++) logits[y] -= steps.Size * gradient[y];
            measure?.Invoke(step, Softmax.Log(logits));
        }

        return Softmax.Log(logits);
    }

    public static void Close(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.All(expected.Zip(actual, (e, a) => Math.Abs(e - a)), difference => Assert.InRange(difference, 0, tolerance));
}

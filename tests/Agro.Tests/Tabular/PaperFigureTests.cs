using Agro.Engine.Tabular;

namespace Agro.Tests.Tabular;

/// <summary>The recipe of the repository gives the figures that the theory is checked by.</summary>
public sealed class PaperFigureTests : IDisposable
{
    private readonly TabularFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Off_policy_agro_converges_and_naive_policy_gradient_comes_to_rest_elsewhere()
    {
        var result = Run("tabular.steps=1000", "tabular.report=[10, 100, 1000]");
        Assert.Equal(["3.3e-1", "5.5e-2", "4.2e-8"], Shown(result, "agro", BehaviorPolicy.Reference, 10, 100, 1000));
        Assert.Equal(["3.2e-1", "9.4e-2", "7.8e-2"], Shown(result, "regularized-pg", BehaviorPolicy.Reference, 10, 100, 1000));

        // On-policy both are the same policy gradient, and on the way to the optimum.
        var onPolicy = Shown(result, "agro", BehaviorPolicy.Policy, 10, 100, 1000);
        Assert.Equal(onPolicy, Shown(result, "regularized-pg", BehaviorPolicy.Policy, 10, 100, 1000));
        Assert.Equal("7.4e-4", onPolicy[2]);
    }

    [Fact]
    public void Naive_policy_gradient_is_still_there_after_twenty_thousand_steps()
    {
        var result = Run("tabular.behavior=[reference]", "tabular.algorithms=[{ use: regularized-pg, beta: 0.5 }]");
        Assert.Equal(["7.8e-2", "7.8e-2"], Shown(result, "regularized-pg", BehaviorPolicy.Reference, 1000, 20_000));
        Assert.InRange(result.Curves[0].Traces[0].GradientNorm, 0, 1e-14);
    }

    private TabularResult Run(params string[] sets) =>
        TabularExperiment.Run(_fixture.RequestOf(TabularFixture.Paper, "run", sets), new RecordingTabularObserver(), TestContext.Current.CancellationToken);

    private static string[] Shown(TabularResult result, string algorithm, BehaviorPolicy behavior, params long[] steps)
    {
        var curve = result.Curves.Single(curve => curve.Algorithm == algorithm && curve.Behavior == behavior);
        return [.. steps.Select(step => curve.DistanceAt(step).Mean.ToString("0.0e-0", System.Globalization.CultureInfo.InvariantCulture))];
    }
}

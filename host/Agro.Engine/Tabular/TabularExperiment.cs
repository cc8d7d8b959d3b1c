using System.Collections.Immutable;
using Agro.Engine.Checkpoints;
using Agro.Engine.Runs;
using Agro.Models.Native;

namespace Agro.Engine.Tabular;

/// <summary>Runs tabular recipes.</summary>
public static class TabularExperiment
{
    /// <summary>Checks a recipe and its algorithms, without writing anything.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>The recipe with every default filled in, and its plugins.</returns>
    /// <exception cref="InputException">Something cannot be used.</exception>
    public static TabularPlan Validate(RunRequest request)
    {
        var plan = TabularPlan.Read(request);
        LibTorch.Load(request.LibTorchDirectory);
        TabularAlgorithms.Make(plan);
        return plan;
    }

    /// <summary>Runs a recipe on the calling thread.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="observer">Follows it.</param>
    /// <param name="cancellationToken">Stops it; what was measured by then is in the run folder.</param>
    /// <returns>What came out.</returns>
    /// <exception cref="InputException">Something cannot be used; nothing was written.</exception>
    /// <exception cref="AgroException">An algorithm failed, or a file cannot be written.</exception>
    public static TabularResult Run(RunRequest request, ITabularObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        var plan = TabularPlan.Read(request);
        if (request.Resume) throw new InputException("--resume: a tabular experiment has no checkpoints to go on from: run it anew");
        var folder = RunFolder.New(request.OutputDirectory, plan.Recipe.Name);
        folder.CheckWritable();
        LibTorch.Load(request.LibTorchDirectory);
        var algorithms = TabularAlgorithms.Make(plan);
        try
        {
            using var journal = TabularJournal.Start(folder, plan, algorithms);
            observer.Started(plan, folder.Directory);
            var curves = Curves(plan, algorithms, curve =>
            {
                journal.Add(curve);
                observer.Finished(curve);
            }, cancellationToken);
            journal.Summarize(curves);
            return new(plan, folder.Directory, curves);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgroException(RunFailure.Text(exception));
        }
    }

    private static ImmutableArray<TabularCurve> Curves(
        TabularPlan plan, ImmutableArray<TabularAlgorithm> algorithms, Action<TabularCurve> finished, CancellationToken cancellationToken)
    {
        var section = plan.Recipe.Tabular;
        var problems = Enumerable.Range(0, section.Draws).Select(draw => ProblemDraw.Of(plan.Recipe, draw)).ToList();
        var curves = ImmutableArray.CreateBuilder<TabularCurve>();
        foreach (var algorithm in algorithms)
        {
            foreach (var behavior in section.Behavior)
            {
                var descent = new GradientDescent
                {
                    Algorithm = algorithm,
                    Behavior = behavior,
                    StepSize = section.StepSize,
                    Measured = MeasuredSteps.Of(section.Steps, plan.ReportSteps),
                };
                curves.Add(new(algorithm.Label, behavior, [.. problems.Select(problem => descent.Run(problem, cancellationToken))]));
                finished(curves[^1]);
            }
        }

        return curves.ToImmutable();
    }
}

using Agro.Engine.Tracking;
using Agro.Engine.Training;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>A training step on given completions: one forward pass, its gradient, one update.</summary>
/// <param name="shape">The model and the work.</param>
/// <param name="sections">Runs what is measured together.</param>
internal sealed class TrainingCase(BenchmarkShape shape, SectionRunner sections)
{
    private const string Forward = "forward", LogProbs = "log-probabilities", Backward = "backward", Optimizer = "optimizer";

    /// <summary>Measures it.</summary>
    public TrainingFigures Run()
    {
        var (runs, conditions) = sections.Run($"{shape.Name}: training step", sampler =>
        {
            using var model = CausalModel.Create(shape.Config, 1);
            using var optimizer = new AdamW(model.TrainedParameters, new());
            var sequences = shape.TrainingSequences();
            Action<PhaseClock> own = clock => Step(model, optimizer, sequences, clock);
            sections.EndPeakWith(own);
            using var eager = new EagerTraining(shape, model);
            return sampler.Take(own, _ => eager.Step());
        });
        var (length, completion) = (shape.SequenceTokens - 1, shape.SequenceTokens - (shape.SequenceTokens / 2));
        var flops = new ModelCost(shape.Config).TrainingFlops(shape.Sequences, length, shape.Sequences * (double)completion);
        var phases = runs[0].Middle.Phases;
        return new(
            shape.Name, shape.Sequences, shape.SequenceTokens, phases[Forward], phases[LogProbs], phases[Backward], phases[Optimizer],
            flops / 1e9, runs[1].Middle.Seconds, runs[0].Seconds, conditions);
    }

    private static void Step(CausalModel model, AdamW optimizer, IReadOnlyList<TokenSequence> sequences, PhaseClock clock)
    {
        using var scope = NewDisposeScope();
        clock.Time(Optimizer, optimizer.ZeroGrad);
        var pass = clock.Time(Forward, () => model.PassOver(sequences));
        var outputs = clock.Time(LogProbs, pass.Outputs);
        // A mean's gradient; what it is changes nothing about the time.
        using var weight = Scalar(-1.0 / outputs.LogProbs.numel());
        var coefficients = full_like(outputs.LogProbs, weight);
        clock.Time(Backward, () => pass.Backward(coefficients, null, null));
        clock.Time(Optimizer, () =>
        {
            optimizer.ClipGradients(1);
            optimizer.Step(1e-6);
        });
    }

    private static TorchSharp.Scalar Scalar(double value) => value;
}

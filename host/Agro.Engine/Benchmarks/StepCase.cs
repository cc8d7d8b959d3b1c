using Agro.Engine.Tracking;
using Agro.Engine.Training;
using Agro.Models.Transformer;

namespace Agro.Engine.Benchmarks;

/// <summary>Whole RL steps with a reference policy of its own.</summary>
/// <param name="shape">The model and the work.</param>
/// <param name="sections">Runs what is measured together.</param>
internal sealed class StepCase(BenchmarkShape shape, SectionRunner sections)
{
    /// <summary>Measures them.</summary>
    public StepFigures Run()
    {
        var (runs, conditions) = sections.Run($"{shape.Name}: RL step", sampler =>
        {
            using var policy = CausalModel.Create(shape.Config, 1);
            using var reference = policy.Clone(frozen: true);
            using var optimizer = new AdamW(policy.TrainedParameters, new());
            var folder = Directory.CreateTempSubdirectory("agro-bench-");
            try
            {
                using var rollouts = new JsonLinesFile(Path.Combine(folder.FullName, "rollouts.jsonl"));
                var step = new MeasuredStep(shape, policy, reference, optimizer, rollouts);
                sections.EndPeakWith(step.Run);
                using var eager = new EagerTraining(shape, policy);
                return sampler.Take(step.Run, _ => eager.ReinforcementStep());
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        var (own, phases) = (runs[0], runs[0].Middle.Phases);
        return new(
            shape.Name, shape.Prompts, shape.Completions, shape.PromptTokens, shape.NewTokens,
            phases[MeasuredStep.Generation], phases[MeasuredStep.Reference], phases[MeasuredStep.Forward], phases[MeasuredStep.Backward],
            phases[MeasuredStep.Optimizer], own.Middle.Seconds - phases.Values.Sum(), runs[1].Middle.Seconds, own.Seconds, conditions);
    }
}

// A hook: code that runs between the phases of a step. In a recipe:
//
//   hooks: [ { script: TemplateName.csx } ]
//
// The script runs once, before the first step, and registers what should run later; an action may be async. It is compiled then, and
// mistakes are told with their lines; what it throws later is told too, and the run goes on. Saved while a run goes on, it is exchanged
// between two steps. `agro-host validate RECIPE` compiles it too.
// Open namespaces: System, System.Collections.Generic, System.IO, System.Linq and Agro. More with `using`, `#load "other.csx"` and
// `#r "some.dll"`.

// What is kept in checkpoints, and taken over by a newer version of this script: here its default, in actions its value.
State["best"] ??= -1000.0;

// After each optimizer step. step.Metrics has what metrics.jsonl gets: "reward", "kl", "entropy", "loss", "grad_norm" and so on.
OnStep(step =>
{
    var best = Math.Max((double)State["best"]!, step.Metrics["reward"]);
    State["best"] = best;
    step.LogMetric("reward/best", best);
    // step.LearningRate *= 0.99;                        // holds from the next step on, in place of the recipe's schedule
    // step.RewardWeights["format"] = 0.05;              // the weight of a reward, by its name in the recipe
    // if (step.Step % 100 == 0) step.Evaluate();        // an evaluation after this step
    // if (step.Metrics["kl"] > 0.5) step.Checkpoint();  // a checkpoint after this step
    // if (step.Metrics["reward"] > 0.98) step.Stop("solved");
});

// Once, before the first step.
// OnRunStarted(run => run.Log($"{run.Name}: {run.TotalSteps} steps, in {run.Directory}"));

// After completions are scored and before the loss. Groups may be removed, added or replaced; what is left is trained on.
// OnRollouts(rollouts =>
// {
//     for (var i = rollouts.Groups.Count - 1; i >= 0; i--)
//         if (rollouts.Groups[i].Rollouts.All(rollout => rollout.Completion.FinishReason == FinishReason.Length)) rollouts.Groups.RemoveAt(i);
//     rollouts.LogMetric("groups/kept", rollouts.Groups.Count);
// });

// After each evaluation.
// OnEvaluation(evaluation => evaluation.Run.Log($"step {evaluation.Step}: pass@1 {evaluation.Metrics["pass@1"]:0.000}"));

// After each checkpoint is complete on disk.
// OnCheckpoint(checkpoint => checkpoint.Run.Log($"saved {checkpoint.Directory}"));

// Once, after the last step.
// OnRunEnded(run => run.Log("done"));

// Copies the checkpoint of the best evaluation to RUN/best, where no later checkpoint takes its place. Let both be due at the same steps.
const string Metric = "pass@1";
State["best"] ??= -1.0;
var (step, score) = (-1L, 0.0);

OnEvaluation(evaluation => (step, score) = (evaluation.Step, evaluation.Metrics[Metric]));

OnCheckpoint(checkpoint =>
{
    if (checkpoint.Step != step || score <= (double)State["best"]!) return;
    State["best"] = score;
    var best = Directory.CreateDirectory(Path.Combine(checkpoint.Run.Directory, "best")).FullName;
    foreach (var file in Directory.GetFiles(checkpoint.Directory)) File.Copy(file, Path.Combine(best, Path.GetFileName(file)), overwrite: true);
    checkpoint.Run.Log($"step {step} is the best so far: {Metric} {score:0.000}");
});

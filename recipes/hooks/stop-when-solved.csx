// Ends the run when the mean reward of the last ten steps shows that the task is solved: what is left to learn is not worth the time.
const double Solved = 0.98;
var recent = new Queue<double>();

OnStep(step =>
{
    recent.Enqueue(step.Metrics["reward"]);
    if (recent.Count > 10) recent.Dequeue();
    step.LogMetric("reward/mean_of_10", recent.Average());
    if (recent.Count == 10 && recent.Average() > Solved) step.Stop($"solved: mean reward {recent.Average():0.000} over ten steps");
});

using System.Globalization;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes;

/// <summary>Checks that concern several parts of a recipe, and the defaults that follow from other parts.</summary>
internal sealed class RecipeChecks(RecipeDocument document, FaultList faults)
{
    /// <summary>
    /// Fills in what follows from other parts, and reports parts that do not fit together. A part with faults of its own is not
    /// compared with others.
    /// </summary>
    public Bound Complete(Bound bound)
    {
        var recipe = (Recipe)bound.Value!;
        if (IsSound("rewards", recipe.Rewards)) CheckRewards(recipe);
        if (IsSound("rollouts", recipe.Rollouts)) CheckRollouts(recipe.Rollouts);
        if (IsSound("training", recipe.Training)) CheckTraining(recipe.Training);
        if (IsSound("plugins", recipe.Plugins)) CheckSwap(recipe.Plugins.Swap);
        if (recipe.Eval is not null && IsSound("eval", recipe.Eval)) CheckEval(recipe.Eval);
        if (!IsSound("data", recipe.Data) || !IsSound("eval", recipe) || !IsSound("rollouts", recipe.Rollouts)) return bound;
        if (recipe.Data.Eval is null)
        {
            if (recipe.Eval is not null) faults.Add(document.FaultAt("eval", "there is nothing to evaluate on: data.eval is missing"));
            return bound;
        }

        var eval = WithRollouts(recipe);
        var root = (RecipeMapping)bound.Node;
        return new(recipe with { Eval = eval }, root.With(new("eval", root.At, ValueNodes.From(eval, root.At))));
    }

    /// <summary>Required sections are null here when their fault is told of another key, such as a misspelled one.</summary>
    private bool IsSound(string section, object? value) =>
        value is not null && !faults.Faults.Any(f => f.Path == section || f.Path.StartsWith(section + ".", StringComparison.Ordinal));

    private static EvalSection WithRollouts(Recipe recipe)
    {
        var sampling = recipe.EvalSampling;
        var eval = recipe.Eval ?? new();
        return eval with
        {
            Temperature = sampling.Temperature,
            MaxTokens = sampling.MaxTokens,
            MaxBatch = eval.MaxBatch ?? recipe.Rollouts.MaxBatch,
        };
    }

    private void CheckRewards(Recipe recipe)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reward in recipe.Rewards)
        {
            foreach (var (i, canary) in reward.Canary.Index())
                if (canary.Fault is { } fault) faults.Add(document.FaultAt(NodePath.Join(reward.Path, $"canary.{Text(i)}"), fault));
            if (seen.TryAdd(reward.PartName, reward.Path)) continue;
            var key = reward.Name is null ? "use" : "name";
            faults.Add(document.FaultAt(NodePath.Join(reward.Path, key),
                $"'{reward.PartName}' is the name of {seen[reward.PartName]} already; give each its own with 'name:'"));
        }
    }

    private void CheckRollouts(RolloutsSection rollouts)
    {
        if ((long)rollouts.PromptsPerStep * rollouts.GroupSize > RolloutsSection.MostCompletions)
            faults.Add(document.FaultAt("rollouts.prompts_per_step",
                $"{Text(rollouts.PromptsPerStep)} prompts in groups of {Text(rollouts.GroupSize)} are more completions than the {Text(RolloutsSection.MostCompletions)} that are kept at once"));
    }

    private void CheckTraining(TrainingSection training)
    {
        if (training.WarmupSteps > training.Steps)
            faults.Add(document.FaultAt("training.warmup_steps",
                $"found {Text(training.WarmupSteps)}, must be at most training.steps, {Text(training.Steps)}"));
    }

    private void CheckSwap(SwapSection swap)
    {
        if (swap.MinReward > swap.MaxReward)
            faults.Add(document.FaultAt("plugins.swap.min_reward",
                $"found {Ranges.Number(swap.MinReward.Value)}, must be at most plugins.swap.max_reward, {Ranges.Number(swap.MaxReward.Value)}"));
    }

    private void CheckEval(EvalSection eval)
    {
        for (var i = 0; i < eval.Metrics.Length; i++)
        {
            var path = $"eval.metrics.{Text(i)}";
            var k = EvalMetric.Parse(eval.Metrics[i]).K;
            if (k > eval.Samples)
                faults.Add(document.FaultAt(path, $"{eval.Metrics[i]} needs {Text(k)} samples, but eval.samples is {Text(eval.Samples)}"));
            if (eval.Metrics.IndexOf(eval.Metrics[i]) < i) faults.Add(document.FaultAt(path, $"{eval.Metrics[i]} is named twice"));
        }

        if (eval is { Samples: > 1, Temperature: 0 })
            faults.Add(document.FaultAt("eval.temperature",
                $"at 0 all {Text(eval.Samples)} samples are the same: set a temperature above 0, or eval.samples to 1"));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Canaries;
using Agro.Engine.Rollouts;
using Agro.Models;

namespace Agro.Engine.Runs;

/// <summary>A recipe that nothing is known against.</summary>
/// <param name="Components">Its components.</param>
/// <param name="Policy">The shape of its policy, with the adapters that are trained.</param>
/// <param name="Tokenizer">The tokenizer of its policy.</param>
internal sealed record CheckedRun(RunComponents Components, PolicyShape Policy, PolicyTokenizer Tokenizer);

/// <summary>Refuses what cannot work before the weights are loaded and before anything is written.</summary>
internal static class RunChecks
{
    /// <summary>Makes the components of a recipe and looks at everything that it names.</summary>
    /// <param name="load">The recipe.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">Something cannot be used.</exception>
    /// <exception cref="PluginException">A plugin failed.</exception>
    public static CheckedRun Check(RecipeLoad load, CancellationToken cancellationToken)
    {
        // First, because it runs no user's code: scripts are being compiled so long.
        var (policy, tokenizer) = CheckPolicy(load);
        var components = new RunComponents(load);
        try
        {
            AlgorithmChecks.Check(load, components.Algorithm);
            CheckRoom(load, policy.Config.MaxPositions);
            var recipe = load.Resolved.Recipe;
            var format = ConversationFormat.Of(recipe, tokenizer.Directory);
            var intake = RunSetup.IntakeOf(recipe, policy.Config, tokenizer.Tokenizer, format);
            CheckData(load, components, intake, cancellationToken);
            CanaryChecks.Check(load, components.RewardComponents, cancellationToken);
            return new(components, policy, tokenizer);
        }
        catch
        {
            components.Dispose();
            throw;
        }
    }

    private static (PolicyShape Policy, PolicyTokenizer Tokenizer) CheckPolicy(RecipeLoad load)
    {
        var policy = load.Resolved.Recipe.Policy;
        var pretrained = policy.Init == PolicyInit.Pretrained;
        if (pretrained && Directory.Exists(policy.Model) && !PretrainedPolicy.HasWeights(policy.Model))
        {
            throw new RecipeException([load.Resolved.Document.FaultAt(
                "policy.model", $"{policy.Model} holds no model.safetensors; for random weights say 'init: random'")]);
        }

        var shape = PretrainedPolicy.Check(policy.Model, withWeights: pretrained);
        shape = shape with { Lora = LoraChecks.Find(load.Resolved, shape) };
        return (shape, PolicyTokenizer.Load(PretrainedPolicy.TokenizerDirectoryOf(policy.Model), shape.Config));
    }

    private static void CheckRoom(RecipeLoad load, int positions)
    {
        var (recipe, document) = (load.Resolved.Recipe, load.Resolved.Document);
        foreach (var (path, tokens) in new[] { ("rollouts.max_tokens", recipe.Rollouts.MaxTokens), ("eval.max_tokens", recipe.Eval?.MaxTokens) })
        {
            if (tokens >= positions)
            {
                throw new RecipeException([document.FaultAt(
                    path, $"found {tokens}, but the model has {positions} positions for prompt and completion together")]);
            }
        }
    }

    /// <summary>Looks at the first prompts of each data source, up to one that can be used.</summary>
    private static void CheckData(RecipeLoad load, RunComponents components, PromptIntake intake, CancellationToken cancellationToken)
    {
        var recipe = load.Resolved.Recipe;
        Check("data/train", components.Train, (source, indices) =>
        {
            if (!components.Algorithm.Needs.HasFlag(AlgorithmNeeds.Demonstrations))
            {
                if (recipe.Rollouts.Source == RolloutSource.Policy) intake.ForSampling(source, indices, 1, recipe.Rollouts.MaxTokens, cancellationToken);
                else intake.ForGiven(source, indices, 1, cancellationToken);
                AlgorithmChecks.CheckGiven(recipe, components.Algorithm, PromptIntake.Get(source, 0, cancellationToken));
                return;
            }

            var prompt = PromptIntake.Get(source, 0, cancellationToken);
            if (prompt.Demonstration is null) throw new AgroException($"'{recipe.Algorithm.Use}' is trained on demonstrations, and prompt '{prompt.Id}' has none");
            intake.ForDemonstrations(source, indices, 1, cancellationToken);
        });
        if (components.Evaluation is not { } evaluation || recipe.Eval is null || recipe.Rewards.IsEmpty) return;
        List<string> fields = [];
        Check("data/eval", evaluation, (source, indices) =>
        {
            intake.ForSampling(source, indices, 1, recipe.EvalSampling.MaxTokens, cancellationToken);
            fields = [.. PromptIntake.Get(source, 0, cancellationToken).Fields.Keys.Order(StringComparer.Ordinal)];
        });
        foreach (var (index, field) in recipe.Eval.By.Index())
        {
            if (!fields.Contains(field))
                throw new RecipeException([load.Resolved.Document.FaultAt(FormattableString.Invariant($"eval.by.{index}"),
                    $"the data has no field '{field}'; it has {(fields.Count == 0 ? "none" : string.Join(", ", fields))}.{NearestName.Hint(field, fields)}")]);
        }

        try
        {
            EvaluationPlan.Of(recipe).PromptsOf(evaluation);
        }
        catch (InputException exception)
        {
            throw new RecipeException([load.Resolved.Document.FaultAt("eval.prompts", exception.Message)]);
        }

        void Check(string path, IDataSource source, Action<IDataSource, IEnumerable<long>> check)
        {
            RecipeException Fault(string message) => new([load.Resolved.Document.FaultAt(path.Replace('/', '.'), message)]);
            if (source.Count == 0) throw Fault("the data source is empty");
            var indices = PromptIntake.InOrder(source);
            try
            {
                components.Guard(path, "GetAsync", () => check(source, indices));
            }
            catch (AgroException exception) when (exception is not PluginException)
            {
                throw Fault(exception.Message);
            }
        }
    }
}

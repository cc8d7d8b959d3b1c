using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;
using Agro.Engine.Rollouts;
using Agro.Models;
using Agro.Models.Tokenizers;

namespace Agro.Engine.Runs;

/// <summary>A recipe that nothing is known against.</summary>
/// <param name="Components">Its components.</param>
/// <param name="Policy">The shape of its policy.</param>
/// <param name="Tokenizer">The tokenizer of its policy.</param>
internal sealed record CheckedRun(RunComponents Components, ModelConfig Policy, Tokenizer Tokenizer);

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
        var components = new RunComponents(load);
        try
        {
            CheckAlgorithm(load, components.Algorithm.Needs);
            var (policy, tokenizer) = CheckPolicy(load);
            CheckData(load, components, new PromptEncoder(tokenizer, policy.MaxPositions, endOfSequence: 0), cancellationToken);
            return new(components, policy, tokenizer);
        }
        catch
        {
            components.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a tokenizer that has tokens which the policy does not know.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="policy">The policy's shape.</param>
    /// <param name="directory">The tokenizer's folder, for the message.</param>
    /// <exception cref="InputException">They do not belong together.</exception>
    public static void CheckTokenizer(Tokenizer tokenizer, ModelConfig policy, string directory)
    {
        if (tokenizer.VocabularySize > policy.VocabularySize)
        {
            throw new InputException(
                $"{Path.Combine(directory, "tokenizer.json")}: has {tokenizer.VocabularySize} tokens, but the model's vocab_size is {policy.VocabularySize}: they do not belong together");
        }
    }

    private static void CheckAlgorithm(RecipeLoad load, AlgorithmNeeds needs)
    {
        var recipe = load.Resolved.Recipe;
        if (needs.HasFlag(AlgorithmNeeds.Values))
        {
            throw new RecipeException([recipe.Algorithm.Fault($"'{recipe.Algorithm.Use}' needs a critic head, which this version cannot train")]);
        }

        if (recipe.Rewards.IsEmpty && !needs.HasFlag(AlgorithmNeeds.Demonstrations))
        {
            throw new RecipeException([load.Resolved.Document.FaultAt("rewards", $"'{recipe.Algorithm.Use}' learns from rewards: name at least one")]);
        }
    }

    private static (ModelConfig Policy, Tokenizer Tokenizer) CheckPolicy(RecipeLoad load)
    {
        var policy = load.Resolved.Recipe.Policy;
        var pretrained = policy.Init == PolicyInit.Pretrained;
        if (pretrained && Directory.Exists(policy.Model) && !PretrainedPolicy.HasWeights(policy.Model))
        {
            throw new RecipeException([load.Resolved.Document.FaultAt(
                "policy.model", $"{policy.Model} holds no model.safetensors; for random weights say 'init: random'")]);
        }

        var config = PretrainedPolicy.Check(policy.Model, withWeights: pretrained);
        var tokenizer = Tokenizer.Load(policy.Model);
        CheckTokenizer(tokenizer, config, policy.Model);
        return (config, tokenizer);
    }

    /// <summary>Looks at the first prompt of each data source.</summary>
    private static void CheckData(RecipeLoad load, RunComponents components, PromptEncoder encoder, CancellationToken cancellationToken)
    {
        var recipe = load.Resolved.Recipe;
        var demonstrated = components.Algorithm.Needs.HasFlag(AlgorithmNeeds.Demonstrations);
        Check("data/train", components.Train, prompt =>
        {
            if (demonstrated) encoder.WithDemonstration(prompt);
            else encoder.ForSampling(prompt, recipe.Rollouts.MaxTokens);
        });
        if (components.Evaluation is not { } evaluation || recipe.Eval is null || recipe.Rewards.IsEmpty) return;
        Check("data/eval", evaluation, prompt => encoder.ForSampling(prompt, recipe.EvalSampling.MaxTokens));
        try
        {
            EvaluationPlan.Of(recipe).PromptsOf(evaluation);
        }
        catch (InputException exception)
        {
            throw new RecipeException([load.Resolved.Document.FaultAt("eval.prompts", exception.Message)]);
        }

        void Check(string path, IDataSource source, Action<Prompt> check)
        {
            RecipeException Fault(string message) => new([load.Resolved.Document.FaultAt(path.Replace('/', '.'), message)]);
            if (source.Count == 0) throw Fault("the data source is empty");
            Prompt? first = null;
            components.Guard(path, "GetAsync", () => first = RolloutPipeline.Prompts(source, [0], cancellationToken)[0]);
            try
            {
                check(first!);
            }
            catch (AgroException exception)
            {
                throw Fault(exception.Message);
            }
        }
    }
}

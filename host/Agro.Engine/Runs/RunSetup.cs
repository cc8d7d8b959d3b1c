using System.Globalization;
using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;
using Agro.Engine.Rollouts;
using Agro.Engine.Training;
using Agro.Models;
using Agro.Models.Generation;
using Agro.Models.Tokenizers;
using TorchSharp;

namespace Agro.Engine.Runs;

/// <summary>Wires a run with plain <c>new</c>, and refuses what cannot work before anything is written.</summary>
internal static class RunSetup
{
    /// <summary>Checks everything that can be checked without loading the weights.</summary>
    /// <param name="load">The recipe.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The components, to go on with.</returns>
    public static RunComponents Check(RecipeLoad load, CancellationToken cancellationToken)
    {
        var components = new RunComponents(load);
        try
        {
            var recipe = load.Resolved.Recipe;
            var needs = components.Algorithm.Needs;
            if (needs.HasFlag(AlgorithmNeeds.Values))
            {
                throw new RecipeException([recipe.Algorithm.Fault($"'{recipe.Algorithm.Use}' needs a critic head, which this version cannot train")]);
            }

            if (recipe.Rewards.IsEmpty && !needs.HasFlag(AlgorithmNeeds.Demonstrations))
            {
                throw new RecipeException([load.Resolved.Document.FaultAt("rewards", $"'{recipe.Algorithm.Use}' learns from rewards: name at least one")]);
            }

            if (recipe.Policy.Init == PolicyInit.Pretrained && !PretrainedPolicy.HasWeights(recipe.Policy.Model))
            {
                throw new RecipeException([load.Resolved.Document.FaultAt(
                    "policy.model", $"{recipe.Policy.Model} holds no model.safetensors; for random weights say 'init: random'")]);
            }

            CheckRoom(load);
            CheckData(load, components, needs, cancellationToken);
            return components;
        }
        catch
        {
            components.Dispose();
            throw;
        }
    }

    /// <summary>Makes a run ready for its next step.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="load">The recipe.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static RunParts Open(RunRequest request, RecipeLoad load, CancellationToken cancellationToken)
    {
        var recipe = load.Resolved.Recipe;
        var components = Check(load, cancellationToken);
        var tokenizer = Tokenizer.Load(recipe.Policy.Model);
        var folder = request.Resume ? RunFolder.Open(request.OutputDirectory, recipe.Name) : null;
        var checkpoint = folder is null ? null : new CheckpointStore(folder, recipe.Training.KeepCheckpoints).Newest();
        var device = DeviceOf(recipe.Policy.Device, load);
        var dtype = TypeOf(recipe.Policy.Dtype);
        var initial = LoadInitial(recipe, device, dtype);
        CheckTokenizer(tokenizer, initial, recipe.Policy.Model);
        var needsReference = components.Algorithm.Needs.HasFlag(AlgorithmNeeds.Reference);
        var policy = checkpoint is null ? initial : PretrainedPolicy.Load(checkpoint, device, dtype);
        var reference = !needsReference ? null : initial.Model.Clone(frozen: true);
        if (policy != initial) initial.Dispose();

        var training = recipe.Training;
        var optimizer = new AdamW(policy.Model.Parameters, new(training.AdamBeta1, training.AdamBeta2, training.AdamEpsilon, training.WeightDecay));
        var state = checkpoint is null ? NewState(recipe) : CheckpointStore.Restore(checkpoint, optimizer);
        components.LoadStates(state.Components);
        folder ??= RunFolder.Create(request.OutputDirectory, recipe.Name);
        WriteManifest(folder, load, components, policy, request.Resume);

        var engine = new LocalRolloutEngine(
            policy.Model, policy.EndOfSequenceIds, tokens => tokenizer.Decode(tokens.AsSpan()), () => optimizer.Steps, recipe.Rollouts.MaxBatch);
        var intake = new PromptIntake(tokenizer, policy.Config.MaxPositions, recipe.Data.MaxPromptTokens);
        var pipeline = new RolloutPipeline(engine, tokenizer, intake, policy.EndOfSequenceIds.IsEmpty ? 0 : policy.EndOfSequenceIds[0]);
        var scorer = new RewardScorer();
        return new RunParts
        {
            Recipe = recipe,
            Folder = folder,
            Components = components,
            Policy = policy,
            Optimizer = optimizer,
            Trainer = new Trainer(policy.Model, optimizer, new(recipe.Rollouts.Temperature, training.MaxGradNorm, training.MicroBatchTokens)),
            Reference = reference is null ? null : new ReferenceScorer(reference, recipe.Rollouts.Temperature, training.MicroBatchTokens),
            ReferencePolicy = reference,
            Pipeline = pipeline,
            Scorer = scorer,
            Evaluator = recipe.Eval is not null && !recipe.Rewards.IsEmpty ? new Evaluator(pipeline, scorer) : null,
            Checkpoints = new CheckpointStore(folder, training.KeepCheckpoints),
            State = state,
            Resumed = request.Resume,
            PolicySummary = Describe(recipe, policy),
        };
    }

    /// <summary>Loads the policy that a run starts from.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="device">Where to put the weights.</param>
    /// <param name="dtype">Their type.</param>
    internal static PretrainedPolicy LoadInitial(Recipe recipe, torch.Device device, torch.ScalarType dtype) =>
        recipe.Policy.Init == PolicyInit.Random
            ? PretrainedPolicy.Create(recipe.Policy.Model, recipe.Seed, device, dtype)
            : PretrainedPolicy.Load(recipe.Policy.Model, device, dtype);

    private static RunState NewState(Recipe recipe) =>
        new() { RewardWeights = recipe.Rewards.ToDictionary(reward => reward.PartName, reward => reward.Weight) };

    /// <summary>The device that a recipe asks for.</summary>
    /// <param name="name">Its name in the recipe.</param>
    /// <param name="load">The recipe.</param>
    /// <exception cref="RecipeException">It is not there.</exception>
    internal static torch.Device DeviceOf(string name, RecipeLoad load)
    {
        try
        {
            return ComputeDevice.Find(name);
        }
        catch (InputException exception)
        {
            throw new RecipeException([load.Resolved.Document.FaultAt("policy.device", exception.Message)]);
        }
    }

    /// <summary>The type of a policy's weights.</summary>
    /// <param name="dtype">Its name in recipes.</param>
    internal static torch.ScalarType TypeOf(PolicyDtype dtype) => dtype switch
    {
        PolicyDtype.Bfloat16 => torch.ScalarType.BFloat16,
        PolicyDtype.Float64 => torch.ScalarType.Float64,
        _ => torch.ScalarType.Float32,
    };

    /// <summary>Refuses a tokenizer that has tokens which the policy does not know.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="directory">The tokenizer's folder, for the message.</param>
    /// <exception cref="InputException">They do not belong together.</exception>
    internal static void CheckTokenizer(Tokenizer tokenizer, PretrainedPolicy policy, string directory)
    {
        if (tokenizer.VocabularySize > policy.Config.VocabularySize)
        {
            throw new InputException(
                $"{Path.Combine(directory, "tokenizer.json")}: has {tokenizer.VocabularySize} tokens, but the model's vocab_size is {policy.Config.VocabularySize}: they do not belong together");
        }
    }

    private static void CheckRoom(RecipeLoad load)
    {
        var (recipe, document) = (load.Resolved.Recipe, load.Resolved.Document);
        var positions = ModelConfig.Load(Path.Combine(recipe.Policy.Model, "config.json")).MaxPositions;
        foreach (var (path, tokens) in new[] { ("rollouts.max_tokens", recipe.Rollouts.MaxTokens), ("eval.max_tokens", recipe.Eval?.MaxTokens) })
        {
            if (tokens >= positions)
            {
                throw new RecipeException([document.FaultAt(
                    path, $"found {tokens}, but the model has {positions} positions for prompt and completion together")]);
            }
        }
    }

    /// <summary>Looks at the first prompt of each data source, so that data which cannot be used is found before the weights are loaded.</summary>
    private static void CheckData(RecipeLoad load, RunComponents components, AlgorithmNeeds needs, CancellationToken cancellationToken)
    {
        foreach (var (path, source) in new[] { ("data/train", components.Train), ("data/eval", components.Evaluation) })
        {
            if (source is null) continue;
            var key = path.Replace('/', '.');
            if (source.Count == 0) throw new RecipeException([load.Resolved.Document.FaultAt(key, "the data source is empty")]);
            components.Guard(path, "GetAsync", () =>
            {
                var prompt = PromptIntake.Get(source, 0, cancellationToken);
                if (path == "data/train" && needs.HasFlag(AlgorithmNeeds.Demonstrations) && prompt.Demonstration is null)
                {
                    throw new RecipeException([load.Resolved.Document.FaultAt(
                        key, $"'{load.Resolved.Recipe.Algorithm.Use}' is trained on demonstrations, and prompt '{prompt.Id}' has none")]);
                }
            });
        }
    }

    private static void WriteManifest(RunFolder folder, RecipeLoad load, RunComponents components, PretrainedPolicy policy, bool resumed)
    {
        if (resumed) return;
        File.WriteAllText(folder.Recipe, load.Resolved.ToYaml(folder.Directory));
        RunJournal.Write(folder.Manifest, new JsonObject
        {
            ["format"] = 1,
            ["name"] = load.Resolved.Recipe.Name,
            ["agro"] = typeof(RunSetup).Assembly.GetName().Version!.ToString(3),
            ["started"] = DateTimeOffset.Now.ToString("O"),
            ["seed"] = load.Resolved.Recipe.Seed,
            ["device"] = policy.Model.Device.ToString(),
            ["dtype"] = policy.Model.Type.ToString(),
            ["parameters"] = Parameters(policy),
            ["components"] = components.ToJson(),
        });
    }

    private static string Describe(Recipe recipe, PretrainedPolicy policy) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(recipe.Policy.Model))} · {policy.Config.ModelType} · {Parameters(policy) / 1e6:0.##} M parameters · {policy.Model.Type.ToString().ToLowerInvariant()} · {policy.Model.Device}");

    private static long Parameters(PretrainedPolicy policy) => policy.Model.Parameters.Values.Sum(parameter => parameter.numel());
}

using System.Globalization;
using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Engine.Swaps;
using Agro.Engine.Training;
using Agro.Models;
using Agro.Models.Generation;
using Agro.Models.Lora;
using Agro.Models.Tokenizers;
using Agro.Models.Transformer;
using TorchSharp;

namespace Agro.Engine.Runs;

/// <summary>Wires a run with plain <c>new</c>. Nothing is written before everything else has worked.</summary>
internal static class RunSetup
{
    /// <summary>What a run starts from, found and looked at, but not loaded.</summary>
    /// <param name="Checked">The recipe's components and the shape of its policy, with the adapters that are trained.</param>
    /// <param name="Resolved">The recipe.</param>
    /// <param name="Catalog">Its plugins.</param>
    /// <param name="HotSwap">Whether plugins and scripts may be exchanged while it goes on.</param>
    /// <param name="Folder">The run folder.</param>
    /// <param name="Resumed">Whether it held the run before.</param>
    /// <param name="Checkpoint">The checkpoint to go on from; null to start from the beginning.</param>
    public sealed record Findings(
        CheckedRun Checked, ResolvedRecipe Resolved, CatalogInUse Catalog, bool HotSwap, RunFolder Folder, bool Resumed, string? Checkpoint);

    /// <summary>Finds everything that a run needs. Needs no libtorch.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="load">The recipe.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">Something cannot be used.</exception>
    public static Findings Find(RunRequest request, RecipeLoad load, CancellationToken cancellationToken)
    {
        var recipe = load.Resolved.Recipe;
        var folder = request.Resume
            ? RunFolder.Open(request.OutputDirectory, recipe.Name)
            : RunFolder.New(request.OutputDirectory, recipe.Name);
        folder.CheckWritable();
        var run = RunChecks.Check(load, cancellationToken);
        return new(run, load.Resolved, new(load.Catalog), request.HotSwap && recipe.Plugins.Swap.Enabled, folder, request.Resume, request.Resume ? Checkpoints(folder, recipe).NewestFor(run.Policy, recipe.Policy.Model) : null);
    }

    /// <summary>Makes a run ready for its next step.</summary>
    /// <param name="found">What it starts from.</param>
    public static RunParts Open(Findings found)
    {
        var recipe = found.Resolved.Recipe;
        var ((components, shape, tokenizer), resolved, catalog, hotSwap, folder, resumed, checkpoint) = found;
        var needs = components.Algorithm.Needs;
        var needsReference = needs.HasFlag(AlgorithmNeeds.Reference)
            || (recipe.Diagnostics.Reference && !needs.HasFlag(AlgorithmNeeds.Demonstrations));
        var (policy, reference) = Policies(found, shape.Lora, needsReference);
        policy.ChatTemplate = ConversationFormat.Named(recipe, tokenizer.Directory);

        var training = recipe.Training;
        var adam = new AdamWOptions(training.AdamBeta1, training.AdamBeta2, training.AdamEpsilon, training.WeightDecay, training.MasterWeights);
        var optimizer = new AdamW(policy.Model.TrainedParameters, adam);
        var trained = new TrainedState(policy, optimizer, needs.HasFlag(AlgorithmNeeds.Values) ? CriticOf(policy, training, adam) : null);
        var state = checkpoint is null ? NewState(recipe) : CheckpointStore.Restore(checkpoint, trained);
        components.LoadStates(state.Components);
        folder.Prepare();
        if (!resumed) WriteManifest(folder, resolved, components, policy);

        var pipeline = PipelineOf(recipe, policy, tokenizer, () => optimizer.Steps, recipe.Rollouts.MaxBatch);
        var scorer = new RewardScorer();
        return new RunParts
        {
            Recipe = recipe,
            Resolved = resolved,
            Catalog = catalog,
            HotSwap = hotSwap,
            Folder = folder,
            Components = components,
            Trained = trained,
            Trainer = new Trainer(policy.Model, optimizer, TrainerOptionsOf(recipe), trained.Critic),
            Reference = needsReference
                ? new ReferenceScorer(reference ?? policy.Model, recipe.Rollouts.Temperature, training.MicroBatchTokens) : null,
            ReferencePolicy = reference,
            Pipeline = pipeline,
            Scorer = scorer,
            Evaluator = recipe.Eval is not null && !recipe.Rewards.IsEmpty ? new Evaluator(pipeline, scorer) : null,
            Checkpoints = Checkpoints(folder, recipe),
            State = state,
            Resumed = resumed,
            ResumedFrom = checkpoint,
            PolicySummary = Describe(recipe, policy),
        };
    }

    /// <summary>
    /// Loads the policy, and a frozen copy of what it started from where that is needed and is not the policy itself with other adapters.
    /// </summary>
    private static (PretrainedPolicy Policy, CausalModel? Reference) Policies(Findings found, LoraConfig? lora, bool needsReference)
    {
        var recipe = found.Resolved.Recipe;
        var (device, dtype) = (DeviceOf(recipe.Policy.Device, found.Resolved), TypeOf(recipe.Policy.Dtype));
        var initial = LoadInitial(recipe, device, dtype);
        if (lora is not null)
        {
            if (initial.Model.Adapters is not { } trained) initial.Model.Adapt(lora, recipe.Seed);
            else if (needsReference) trained.KeepAsReference();
            if (found.Checkpoint is not null) initial.LoadAdapters(found.Checkpoint);
            return (initial, null);
        }

        var policy = found.Checkpoint is null ? initial : PretrainedPolicy.Load(found.Checkpoint, device, dtype);
        var reference = needsReference ? initial.Model.Clone(frozen: true) : null;
        if (policy != initial) initial.Dispose();
        return (policy, reference);
    }

    /// <summary>Loads the policy that a run starts from.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="device">Where to put the weights.</param>
    /// <param name="dtype">Their type.</param>
    internal static PretrainedPolicy LoadInitial(Recipe recipe, torch.Device device, torch.ScalarType dtype) =>
        recipe.Policy.Init == PolicyInit.Random
            ? PretrainedPolicy.Create(recipe.Policy.Model, recipe.Seed, device, dtype)
            : PretrainedPolicy.Load(recipe.Policy.Model, device, dtype);

    /// <summary>Makes what gets completions of a recipe's prompts.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="its">The policy's tokenizer.</param>
    /// <param name="version">The policy's version, at any time.</param>
    /// <param name="maxBatch">How many completions are sampled at the same time, at most.</param>
    internal static RolloutPipeline PipelineOf(Recipe recipe, PretrainedPolicy policy, PolicyTokenizer its, Func<long> version, int maxBatch)
    {
        var tokenizer = its.Tokenizer;
        var engine = new LocalRolloutEngine(policy.Model, policy.EndOfSequenceIds, tokens => tokenizer.Decode(tokens.AsSpan()), version, maxBatch);
        var format = ConversationFormat.Of(recipe, its.Directory);
        var ends = policy.EndOfSequenceIds;
        var endOfSequence = ends.IsEmpty ? 0 : ends[0];
        // A model that ends texts in several ways ends its answers in one of them.
        var endOfAnswer = new Lazy<int>(() => format.EndOfAnswer(tokenizer, ends) ?? endOfSequence);
        var given = new GivenCompletions(
            tokenizer, prompt => prompt.Messages.IsDefaultOrEmpty ? endOfSequence : endOfAnswer.Value, policy.Config.MaxPositions);
        return new(engine, IntakeOf(recipe, policy.Config, tokenizer, format), given);
    }

    /// <summary>Makes what takes a recipe's prompts.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="policy">The policy's shape.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="format">Makes text of conversations.</param>
    internal static PromptIntake IntakeOf(Recipe recipe, ModelConfig policy, Tokenizer tokenizer, ConversationFormat format) =>
        new(tokenizer, policy.MaxPositions, recipe.Data.MaxPromptTokens, format);

    private static Critic CriticOf(PretrainedPolicy policy, TrainingSection training, AdamWOptions adam)
    {
        var head = new CriticHead(policy.Model);
        return new(head, new AdamW(head.Parameters, adam), training.CriticLearningRate is { } rate ? rate / training.LearningRate : 10);
    }

    private static TrainerOptions TrainerOptionsOf(Recipe recipe) =>
        new(recipe.Rollouts.Temperature, recipe.Training.MaxGradNorm, recipe.Training.MicroBatchTokens)
        {
            Iterations = recipe.Training.NumIterations,
            ActivationCheckpointing = recipe.Training.ActivationCheckpointing,
            MaskTruncated = recipe.Rollouts.MaskTruncated,
            DiagnosticsBeta = recipe.Diagnostics.Beta ?? recipe.Algorithm.NumberOf("beta") ?? 0.05,
        };

    private static CheckpointStore Checkpoints(RunFolder folder, Recipe recipe) => new(folder, recipe.Training.KeepCheckpoints);

    private static RunState NewState(Recipe recipe) =>
        new() { RewardWeights = recipe.Rewards.ToDictionary(reward => reward.PartName, reward => reward.Weight) };

    /// <summary>The device that a recipe asks for.</summary>
    /// <param name="name">Its name in the recipe.</param>
    /// <param name="recipe">The recipe.</param>
    /// <exception cref="RecipeException">It is not there.</exception>
    internal static torch.Device DeviceOf(string name, ResolvedRecipe recipe)
    {
        try
        {
            return ComputeDevice.Find(name);
        }
        catch (InputException exception)
        {
            throw new RecipeException([recipe.Document.FaultAt("policy.device", exception.Message)]);
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

    private static void WriteManifest(RunFolder folder, ResolvedRecipe resolved, RunComponents components, PretrainedPolicy policy)
    {
        File.WriteAllText(folder.Recipe, resolved.ToYaml(folder.Directory));
        RunJournal.Write(folder.Manifest, new JsonObject
        {
            ["format"] = 1,
            ["name"] = resolved.Recipe.Name,
            ["agro"] = typeof(RunSetup).Assembly.GetName().Version!.ToString(3),
            ["started"] = DateTimeOffset.Now.ToString("O"),
            ["seed"] = resolved.Recipe.Seed,
            ["device"] = policy.Model.Device.ToString(),
            ["dtype"] = policy.Model.Type.ToString(),
            ["parameters"] = Parameters(policy),
            ["trained_parameters"] = Count(policy.Model.TrainedParameters),
            ["components"] = components.ToJson(),
        });
    }

    private static string Describe(Recipe recipe, PretrainedPolicy policy) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(recipe.Policy.Model))} · {policy.Config.ModelType} · {Parameters(policy) / 1e6:0.##} M parameters{DescribeAdapters(policy)} · {policy.Model.Type.ToString().ToLowerInvariant()} · {policy.Model.Device}");

    private static string DescribeAdapters(PretrainedPolicy policy) => policy.Model.Adapters is not { } adapters ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $", {Count(adapters.Parameters) / 1e6:0.###} M trained (LoRA of rank {adapters.Config.Rank} on {adapters.Config.Modules.Length} projections)");

    private static long Parameters(PretrainedPolicy policy) => Count(policy.Model.Parameters) + Count(policy.Model.Adapters?.Parameters);

    private static long Count(IReadOnlyDictionary<string, torch.Tensor>? parameters) => parameters?.Values.Sum(parameter => parameter.numel()) ?? 0;
}

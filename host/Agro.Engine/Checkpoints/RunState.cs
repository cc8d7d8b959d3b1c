using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Engine.Checkpoints;

/// <summary>
/// What a run is besides weights and moments. Every random choice is a function of the seed and the step, so this is all there is.
/// </summary>
internal sealed record RunState
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Updates of the optimizer: more than <see cref="Step"/> where a step makes several, fewer where steps had no rollouts.</summary>
    public long OptimizerSteps { get; init; }

    /// <summary>Prompts taken from the training data.</summary>
    public long PromptsTaken { get; init; }

    /// <summary>Tokens trained on, prompts included.</summary>
    public long Tokens { get; init; }

    /// <summary>Seconds that the run has taken, all its parts together.</summary>
    public double Seconds { get; init; }

    /// <summary>The learning rate that a hook set; null while the schedule holds.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The weight of each reward function.</summary>
    public IReadOnlyDictionary<string, double> RewardWeights { get; init; } = new Dictionary<string, double>();

    /// <summary>The metrics of the first evaluation; null before it.</summary>
    public IReadOnlyDictionary<string, double>? EvaluationBefore { get; init; }

    /// <summary>What components remember, by slot, such as <c>algorithm</c> or <c>rewards/format</c>.</summary>
    public IReadOnlyDictionary<string, ComponentState> Components { get; init; } = new Dictionary<string, ComponentState>();

    /// <summary>Writes the state as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["format"] = 1,
        ["step"] = Step,
        ["optimizer_steps"] = OptimizerSteps,
        ["prompts_taken"] = PromptsTaken,
        ["tokens"] = Tokens,
        ["seconds"] = Seconds,
        ["learning_rate"] = LearningRate,
        ["reward_weights"] = Numbers(RewardWeights),
        ["evaluation_before"] = EvaluationBefore is null ? null : Numbers(EvaluationBefore),
        ["components"] = new JsonObject(Components.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject
        {
            ["version"] = entry.Value.Version,
            ["data"] = entry.Value.Data.DeepClone(),
        }))),
    };

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static RunState Read(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            if (json["format"]!.GetValue<int>() != 1) throw new InputException($"{path}: written by a newer Agro (format {json["format"]})");
            return new RunState
            {
                Step = json["step"]!.GetValue<long>(),
                OptimizerSteps = (json["optimizer_steps"] ?? json["step"])!.GetValue<long>(),
                PromptsTaken = json["prompts_taken"]!.GetValue<long>(),
                Tokens = json["tokens"]!.GetValue<long>(),
                Seconds = json["seconds"]!.GetValue<double>(),
                LearningRate = json["learning_rate"]?.GetValue<double>(),
                RewardWeights = Numbers(json["reward_weights"]!),
                EvaluationBefore = json["evaluation_before"] is { } before ? Numbers(before) : null,
                Components = json["components"]!.AsObject().ToDictionary(
                    entry => entry.Key,
                    entry => new ComponentState(entry.Value!["version"]!.GetValue<int>(), entry.Value["data"]!.DeepClone().AsObject())),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or NullReferenceException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InputException($"{path}: the state of the checkpoint cannot be read: {exception.Message}");
        }
    }

    private static JsonObject Numbers(IReadOnlyDictionary<string, double> values) =>
        new(values.Select(entry => KeyValuePair.Create(entry.Key, Tracking.JsonLinesFile.Number(entry.Value))));

    private static Dictionary<string, double> Numbers(JsonNode json) =>
        json.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value?.GetValue<double>() ?? double.NaN);
}

using System.Text.Json.Nodes;
using Agro.Engine.Tracking;

namespace Agro.Engine.Runs;

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationResult
{
    /// <summary>The recipe as it was named.</summary>
    public required string Recipe { get; init; }

    /// <summary>The folder of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>How many optimizer steps the policy has behind it; 0 unless it is a checkpoint of a run.</summary>
    public required long Step { get; init; }

    /// <summary>How many prompts it took.</summary>
    public required long Prompts { get; init; }

    /// <summary>Metrics by name, such as <c>pass@1</c>.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The scored completions.</summary>
    public required IReadOnlyList<RolloutGroup> Groups { get; init; }

    /// <summary>What a person should know: replaced components, prompts that are too long, faults of reward functions.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>One object per completion, as in a run's <c>evaluations.jsonl</c>.</summary>
    /// <returns>The objects.</returns>
    public IEnumerable<JsonObject> Completions() => RolloutRecord.Of(Step, Groups);
}

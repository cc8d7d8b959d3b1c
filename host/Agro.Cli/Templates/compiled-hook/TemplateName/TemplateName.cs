using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Agro;

/// <summary>Ends the run when the mean reward of the latest steps shows that the task is solved.</summary>
/// <param name="options">What the recipe says beside <c>use: template-name</c>.</param>
[Component("template-name")]
public sealed class TemplateName(TemplateNameOptions options) : ITrainingHook, IStateful
{
    private readonly Queue<double> _recent = [];

    // Others to override: OnRunStartedAsync, OnRolloutsAsync (may drop or replace groups), OnEvaluationAsync, OnCheckpointAsync and
    // OnRunEndedAsync.
    /// <inheritdoc/>
    public ValueTask OnStepAsync(StepContext context, CancellationToken cancellationToken)
    {
        _recent.Enqueue(context.Metrics["reward"]);
        while (_recent.Count > options.Steps) _recent.Dequeue();
        context.LogMetric("reward/mean_of_recent", _recent.Average());
        if (_recent.Count == options.Steps && _recent.Average() > options.Solved)
            context.Stop(FormattableString.Invariant($"solved: mean reward {_recent.Average():0.000} over {options.Steps} steps"));
        return default;
    }

    // What is remembered between steps: it is part of every checkpoint, and goes over to a new version that takes this one's place.
    /// <inheritdoc/>
    public ComponentState SaveState() => new(1, new JsonObject { ["recent"] = new JsonArray([.. _recent.Select(reward => JsonValue.Create(reward))]) });

    /// <inheritdoc/>
    public void LoadState(ComponentState state)
    {
        _recent.Clear();
        foreach (var reward in state.Data["recent"]!.AsArray()) _recent.Enqueue((double)reward!);
    }
}

/// <summary>Options of template-name; recipes write them in snake_case.</summary>
public sealed record TemplateNameOptions
{
    /// <summary>Over how many steps the mean is taken.</summary>
    [Range(1, 10_000)]
    public int Steps { get; init; } = 10;

    /// <summary>The mean reward above which the run ends.</summary>
    public double Solved { get; init; } = 0.95;
}

namespace Agro;

/// <summary>Code that runs between the phases of a step. Override only what is needed.</summary>
public interface ITrainingHook
{
    /// <summary>Runs once, before the first step.</summary>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    ValueTask OnRunStartedAsync(RunContext context, CancellationToken cancellationToken) => default;

    /// <summary>Runs after completions are scored and before the loss. May drop or replace groups.</summary>
    /// <param name="context">The rollouts.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    ValueTask OnRolloutsAsync(RolloutsContext context, CancellationToken cancellationToken) => default;

    /// <summary>Runs after each optimizer step. May change the learning rate and ask for an evaluation, a checkpoint or the end.</summary>
    /// <param name="context">The step.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    ValueTask OnStepAsync(StepContext context, CancellationToken cancellationToken) => default;

    /// <summary>Runs after each evaluation.</summary>
    /// <param name="context">The evaluation.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    ValueTask OnEvaluationAsync(EvaluationContext context, CancellationToken cancellationToken) => default;

    /// <summary>Runs after each checkpoint is complete on disk.</summary>
    /// <param name="context">The checkpoint.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    ValueTask OnCheckpointAsync(CheckpointContext context, CancellationToken cancellationToken) => default;

    /// <summary>Runs once, after the last step.</summary>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    ValueTask OnRunEndedAsync(RunContext context, CancellationToken cancellationToken) => default;
}

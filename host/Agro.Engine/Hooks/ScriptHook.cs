using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>
/// A <c>.csx</c> hook as a training hook. Its own faults come out as <see cref="PluginException"/>, which names the script's file
/// and line; a fault in one action keeps none of the script's other actions from running.
/// </summary>
public sealed class ScriptHook : ITrainingHook
{
    private readonly ScriptContext context;
    private readonly HookActions actions;

    private ScriptHook(CompiledScript script, ScriptContext context, HookActions actions)
    {
        (this.context, this.actions) = (context, actions);
        Name = DisplayPath.Of(script.Path);
        Files = [.. script.Sources, .. script.References];
    }

    /// <summary>The script, as messages show it.</summary>
    public string Name { get; }

    /// <summary>The files that make the hook: the script, its <c>#load</c>s and its <c>#r</c>s; absolute.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>Compiles a script, loads it into a context of its own and runs its top level once.</summary>
    /// <param name="path">The script.</param>
    /// <param name="cancellationToken">Gives up waiting for a top level that awaits.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="InputException">The script cannot be read or does not compile: all errors, with file, line and column.</exception>
    /// <exception cref="PluginException">Its top level threw.</exception>
    public static async Task<ScriptHook> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var script = ScriptCompiler.Compile(path);
        var context = new ScriptContext(script);
        var actions = new HookActions();
        try
        {
            await context.RunAsync(actions).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var fault = PluginFault.From(exception, DisplayPath.Of(script.Path), "hook", "top level");
            context.Unload();
            throw fault;
        }

        return new ScriptHook(script, context, actions);
    }

    /// <summary>Lets go of the script, so that it can be replaced. The hook does nothing from then on.</summary>
    /// <param name="retired">Watches that it leaves memory.</param>
    public void Retire(RetiredContexts retired)
    {
        actions.RunStarted.Clear();
        actions.Rollouts.Clear();
        actions.Step.Clear();
        actions.Evaluation.Clear();
        actions.Checkpoint.Clear();
        actions.RunEnded.Clear();
        retired.Unload(Name, context);
    }

    /// <inheritdoc/>
    public ValueTask OnRunStartedAsync(RunContext context, CancellationToken cancellationToken) =>
        Run(actions.RunStarted, context, "OnRunStarted");

    /// <inheritdoc/>
    public ValueTask OnRolloutsAsync(RolloutsContext context, CancellationToken cancellationToken) =>
        Run(actions.Rollouts, context, "OnRollouts");

    /// <inheritdoc/>
    public ValueTask OnStepAsync(StepContext context, CancellationToken cancellationToken) =>
        Run(actions.Step, context, "OnStep");

    /// <inheritdoc/>
    public ValueTask OnEvaluationAsync(EvaluationContext context, CancellationToken cancellationToken) =>
        Run(actions.Evaluation, context, "OnEvaluation");

    /// <inheritdoc/>
    public ValueTask OnCheckpointAsync(CheckpointContext context, CancellationToken cancellationToken) =>
        Run(actions.Checkpoint, context, "OnCheckpoint");

    /// <inheritdoc/>
    public ValueTask OnRunEndedAsync(RunContext context, CancellationToken cancellationToken) =>
        Run(actions.RunEnded, context, "OnRunEnded");

    private ValueTask Run<T>(List<Action<T>> registered, T argument, string phase)
    {
        List<string>? faults = null;
        foreach (var action in registered)
        {
            if (Fault(action, argument) is { } fault) (faults ??= []).Add(fault);
        }

        return faults is null ? default : throw new PluginException(Name, "hook", phase, string.Join('\n', faults));
    }

    /// <summary>Runs one action. Not inlined, so that no exception of the script stays in a local of its caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Fault<T>(Action<T> action, T argument)
    {
        try
        {
            action(argument);
            return null;
        }
#pragma warning disable CA1031 // Whatever a script throws is its own fault, reported as such.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return PluginFault.Describe(exception);
        }
    }
}

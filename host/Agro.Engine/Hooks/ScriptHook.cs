using System.Collections.Immutable;
using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>
/// A <c>.csx</c> hook as a training hook. Its own faults come out as <see cref="PluginException"/>, which names the script's file
/// and line; a fault in one action keeps none of the script's other actions from running.
/// </summary>
public sealed class ScriptHook : ITrainingHook, IStateful
{
    private const int StateVersion = 1;

    private readonly ScriptContext context;
    private readonly HookActions actions;

    private ScriptHook(CompiledScript script, ScriptContext context, HookActions actions)
    {
        (this.context, this.actions) = (context, actions);
        Name = DisplayPath.Of(script.Path);
        Files = [.. script.Files.Select(file => file.Path)];
        Hash = ScriptFiles.Hash(script.Files);
    }

    /// <summary>The script, as messages show it.</summary>
    public string Name { get; }

    /// <summary>The files that make the hook: the script, then its <c>#load</c>s and its <c>#r</c>s; absolute.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>
    /// The SHA-256 over the names and contents of <see cref="Files"/> as they were compiled: 64 lower-case hexadecimal digits.
    /// </summary>
    public string Hash { get; }

    /// <summary>Compiles a script, loads it into a context of its own and runs its top level once.</summary>
    /// <param name="path">The script.</param>
    /// <param name="cancellationToken">Gives up waiting for the top level.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="InputException">The script cannot be read or does not compile: all errors, with file, line and column.</exception>
    /// <exception cref="PluginException">Its top level threw, or set a state that JSON has not.</exception>
    public static Task<ScriptHook> LoadAsync(string path, CancellationToken cancellationToken) => LoadAsync(path, null, cancellationToken);

    /// <inheritdoc cref="LoadAsync(string, CancellationToken)"/>
    /// <param name="path">The script.</param>
    /// <param name="folders">The folders to use; those of this user when null.</param>
    /// <param name="cancellationToken">Gives up waiting for the top level.</param>
    internal static async Task<ScriptHook> LoadAsync(string path, ScriptFolders? folders, CancellationToken cancellationToken) =>
        await LoadAsync(ScriptCompiler.Compile(path, folders), cancellationToken);

    /// <summary>Loads a compiled script into a context of its own and runs its top level once.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellationToken">Gives up waiting for the top level.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="PluginException">Its top level threw, or set a state that JSON has not.</exception>
    internal static async Task<ScriptHook> LoadAsync(CompiledScript script, CancellationToken cancellationToken)
    {
        var context = new ScriptContext(script.Path);
        var actions = new HookActions();
        try
        {
            // On a thread of its own, because a top level that never awaits can only be left behind.
            await Task.Factory.StartNew(() => context.RunAsync(script, actions), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .Unwrap().WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            var fault = exception is OperationCanceledException && cancellationToken.IsCancellationRequested
                ? null
                : PluginFault.From(exception, DisplayPath.Of(script.Path), "hook", "top level");
            context.Unload();
            if (fault is null) throw;
            throw fault;
        }

        var hook = new ScriptHook(script, context, actions);
        try
        {
            // What no checkpoint could hold is said at once, not an hour later.
            hook.SaveState();
        }
        catch (PluginException)
        {
            context.Unload();
            throw;
        }

        return hook;
    }

    /// <inheritdoc/>
    /// <exception cref="PluginException">The state has a value that JSON has not.</exception>
    public ComponentState SaveState() => new(StateVersion, ScriptState.Copy(actions.State, Name));

    /// <inheritdoc/>
    public void LoadState(ComponentState state)
    {
        if (state.Version != StateVersion)
        {
            throw new NotSupportedException($"{Name}: the state of a script has version {StateVersion}, found {state.Version}");
        }

        foreach (var (key, value) in state.Data) actions.State[key] = value?.DeepClone();
    }

    /// <summary>Lets go of the script, so that it can be replaced. The hook does nothing from then on.</summary>
    /// <param name="retired">Watches that it leaves memory.</param>
    public void Retire(RetiredContexts retired)
    {
        actions.Clear();
        retired.Unload(Name, context);
    }

    /// <inheritdoc/>
    public ValueTask OnRunStartedAsync(RunContext context, CancellationToken cancellationToken) =>
        actions.RunStarted.RunAsync(context, Name, "OnRunStarted", cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnRolloutsAsync(RolloutsContext context, CancellationToken cancellationToken) =>
        actions.Rollouts.RunAsync(context, Name, "OnRollouts", cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnStepAsync(StepContext context, CancellationToken cancellationToken) =>
        actions.Step.RunAsync(context, Name, "OnStep", cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnEvaluationAsync(EvaluationContext context, CancellationToken cancellationToken) =>
        actions.Evaluation.RunAsync(context, Name, "OnEvaluation", cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnCheckpointAsync(CheckpointContext context, CancellationToken cancellationToken) =>
        actions.Checkpoint.RunAsync(context, Name, "OnCheckpoint", cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnRunEndedAsync(RunContext context, CancellationToken cancellationToken) =>
        actions.RunEnded.RunAsync(context, Name, "OnRunEnded", cancellationToken);
}

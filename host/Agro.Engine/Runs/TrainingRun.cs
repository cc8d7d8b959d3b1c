using System.Runtime.CompilerServices;
using Agro.Models.Native;
using TorchSharp;

namespace Agro.Engine.Runs;

/// <summary>Runs a recipe.</summary>
public static class TrainingRun
{
    /// <summary>Checks a recipe with everything that it names, without loading weights and without writing anything.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The recipe with every default filled in, and its plugins.</returns>
    /// <exception cref="InputException">Something cannot be used.</exception>
    public static RecipeLoad Validate(RunRequest request, CancellationToken cancellationToken = default)
    {
        var load = RecipeLoad.ReadWithHooks(request);
        Validate(load, request.LibTorchDirectory, cancellationToken);
        return load;
    }

    /// <summary>Checks a recipe that was read with everything that it names.</summary>
    /// <param name="load">The recipe.</param>
    /// <param name="libTorchDirectory">A folder with libtorch; null to look for it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">Something cannot be used.</exception>
    internal static void Validate(RecipeLoad load, string? libTorchDirectory, CancellationToken cancellationToken)
    {
        // Built-in components make no tensor before their first use; a user's constructor may, and must find libtorch loaded.
        if (load.Catalog.Plugins.Any(plugin => !plugin.IsBuiltIn)) LibTorch.Load(libTorchDirectory);
        RunChecks.Check(load, cancellationToken).Components.Dispose();
    }

    /// <summary>Runs a recipe on the calling thread, to the end or until it is asked to stop.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="observer">Follows the run.</param>
    /// <param name="stop">Asks to finish the step at hand, save and end.</param>
    /// <param name="abort">Ends the phase at hand; what was done since the last step is lost, the rest is saved.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="InputException">Something cannot be used; nothing was written.</exception>
    /// <exception cref="AgroException">The run cannot go on; what it had reached is saved.</exception>
    public static RunSummary Execute(RunRequest request, IRunObserver observer, CancellationToken stop = default, CancellationToken abort = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        try
        {
            return Execute(Prepare(request, observer, abort), request, observer, new(stop, abort));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgroException(RunFailure.Text(exception));
        }
    }

    /// <summary>Not inlined, so that nothing here keeps the plugins in memory that the run starts with.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RunSetup.Findings Prepare(RunRequest request, IRunObserver observer, CancellationToken abort)
    {
        var load = RecipeLoad.ReadWithHooks(request);
        // Not before the recipe is read: a person with a typing error need not wait for it.
        load.Preparation.LoadLibTorch(request.LibTorchDirectory);
        try
        {
            var found = RunSetup.Find(request, load, abort);
            load.Preparation.AwaitLibTorch();
            foreach (var notice in load.Catalog.Notices) observer.Note(notice);
            return found;
        }
        finally
        {
            load.Preparation.Settle();
        }
    }

    private static RunSummary Execute(RunSetup.Findings found, RunRequest request, IRunObserver observer, (CancellationToken Stop, CancellationToken Abort) tokens)
    {
        using var scope = torch.NewDisposeScope();
        using var parts = RunSetup.Open(found);
        using var journal = new RunJournal(parts.Folder, parts.ResumedFrom is null ? null : parts.State.Step);
        if (parts is { Resumed: true, ResumedFrom: null }) observer.Note("the run has no checkpoint yet: it starts from the beginning");
        observer.Started(new RunStart(
            parts.Recipe.Name, parts.Folder.Directory, parts.PolicySummary, parts.Components.Lines, parts.State.Step, parts.Recipe.Training.Steps));
        journal.Event(parts.Resumed ? "resumed" : "started", parts.State.Step, new() { ["components"] = parts.Components.ToJson() });
        if (parts.Resumed) foreach (var change in ResumedVersions.Changes(parts.Folder.Directory)) observer.Note(change);
        using var loop = new RunLoop(parts, journal, observer);
        return loop.Run(tokens.Stop, tokens.Abort);
    }
}

using System.Collections.Concurrent;
using Agro.Engine.Plugins;
using Agro.Engine.Swaps.Canaries;

namespace Agro.Engine.Swaps;

/// <summary>
/// Where the thread that runs the steps leaves what new versions are tried on, for the thread that tries them. Neither waits for the
/// other longer than to the next boundary of a step.
/// </summary>
internal sealed class SwapInputs : IDisposable
{
    private readonly ConcurrentQueue<(SwapUnit Unit, TaskCompletionSource<IReadOnlyDictionary<string, SavedState>> Answer)> _asked = [];
    private volatile LastStep? _last;
    private AlgorithmSample? _sample;

    /// <summary>The last step; null before the first is done.</summary>
    public LastStep? Last
    {
        get => _last;
        set => _last = value;
    }

    /// <summary>Leaves a step's batch in the place of the one before.</summary>
    /// <param name="sample">The batch.</param>
    public void Leave(AlgorithmSample sample) => Interlocked.Exchange(ref _sample, sample)?.Dispose();

    /// <summary>Waits for a step's batch, which is the caller's to dispose from then on.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public AlgorithmSample TakeSample(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _sample, null) is { } sample) return sample;
            cancellationToken.WaitHandle.WaitOne(SwapWatcher.LookEvery);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks what the components in use remember, and waits for the next boundary of a step.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>States by slot.</returns>
    /// <exception cref="PluginException">A component failed to say.</exception>
    public IReadOnlyDictionary<string, SavedState> StatesOf(SwapUnit unit, CancellationToken cancellationToken)
    {
        if (!unit.InUse.Parts.Any(part => part.Next.IsStateful)) return new Dictionary<string, SavedState>();
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, SavedState>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue((unit, answer));
        return answer.Task.WaitAsync(cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Answers what was asked. Called by the thread that runs the steps, between them.</summary>
    public void Answer()
    {
        while (_asked.TryDequeue(out var asked))
        {
            try
            {
                asked.Answer.SetResult(asked.Unit.InUse.Parts
                    .Select(part => (part.Slot.Path, State: part.Next.SaveState()))
                    .Where(part => part.State is not null).ToDictionary(part => part.Path, part => part.State!));
            }
            catch (PluginException exception)
            {
                asked.Answer.SetException(exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _sample, null)?.Dispose();
}

using System.Runtime.CompilerServices;

namespace Agro.Engine.Rewards;

/// <summary>A call of a reward function that took too long, or was not made because too many did.</summary>
/// <param name="message">What happened, as a predicate of the function.</param>
internal sealed class LateCallException(string message) : AgroException(message);

/// <summary>
/// Calls into the host's own process that may not come back. .NET cannot end a thread: a call that ignores its token at the limit is left
/// behind, holding a thread and, if it computes, a core, and what it gives is thrown away. A function that does so many times is no longer
/// called.
/// </summary>
internal static class LateCalls
{
    /// <summary>How many calls of a function may be left behind at a time.</summary>
    public const int Most = 16;

    // What heeds its token may need a busy machine's while to come back.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly ConditionalWeakTable<object, StrongBox<int>> Running = [];

    /// <summary>How many calls of a component were left behind and still run.</summary>
    /// <param name="component">The component.</param>
    public static int LeftBehind(object component) => Running.TryGetValue(component, out var count) ? Volatile.Read(ref count.Value) : 0;

    /// <summary>Calls within a limit.</summary>
    /// <typeparam name="T">What the call gives.</typeparam>
    /// <param name="component">The component that is called.</param>
    /// <param name="limit">When the call's token is cancelled. A little later it is left behind.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <exception cref="LateCallException">It took longer, or too many calls of the component were left behind.</exception>
    public static async Task<T> CallAsync<T>(
        object component, TimeSpan limit, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        if (LeftBehind(component) >= Most) throw new LateCallException(
            $"is no longer called: {Most} calls of it took longer than its time_limit and still run. Mend it, or write 'isolation: process', which ends such calls");
        var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // On a thread of its own, so that this one can go on without it. Its time begins when that thread does.
        var task = Task.Run(
            () =>
            {
                begun.SetResult();
                late.CancelAfter(limit);
                return call(late.Token).AsTask();
            },
            CancellationToken.None);
        try
        {
            await begun.Task.WaitAsync(cancellationToken);
            return await task.WaitAsync(limit + Grace, cancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new LateCallException(FormattableString.Invariant($"took longer than {limit.TotalSeconds:0.###} s and goes on: it ignores its cancellation token, ")
                + "and holds a thread, and maybe a core, for as long as it runs. 'isolation: process' ends such calls");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LateCallException(FormattableString.Invariant($"took longer than {limit.TotalSeconds:0.###} s"));
        }
        finally
        {
            if (task.IsCompleted) late.Dispose();
            else Leave(component, task);
        }
    }

    private static void Leave(object component, Task task)
    {
        var count = Running.GetOrCreateValue(component);
        Interlocked.Increment(ref count.Value);
        // The pool adds threads slowly: one for each that is lost keeps the other calls at their pace.
        AddThreads(1);
        task.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref count.Value);
                AddThreads(-1);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static void AddThreads(int change)
    {
        lock (Running)
        {
            ThreadPool.GetMinThreads(out var workers, out var ports);
            ThreadPool.SetMinThreads(workers + change, ports);
        }
    }
}

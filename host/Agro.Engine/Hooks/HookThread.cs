using System.Runtime.CompilerServices;

namespace Agro.Engine.Hooks;

/// <summary>
/// A thread that a hook's calls run on, one after another, so that whoever waits for a call can give it up. Between calls it holds
/// nothing of the hook.
/// </summary>
/// <param name="name">The hook, for debuggers.</param>
internal sealed class HookThread(string name) : IDisposable
{
    private readonly SemaphoreSlim wake = new(0);
    private readonly Lock gate = new();
    private Call? current;
    private bool isStarted;
    private volatile bool isEnded;

    /// <summary>Whether a call was given up.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Runs a call and waits for it.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="work">The call; must not throw.</param>
    /// <returns>Whether it ended; false when it was given up, and goes on unheard.</returns>
    public bool Run(long number, Action work)
    {
        var call = new Call(number, work);
        lock (gate) current = call;
        Start();
        wake.Release();
        return call.Ended.Task.GetAwaiter().GetResult();
    }

    /// <summary>Gives up a call, if it is still on.</summary>
    /// <param name="number">Its number.</param>
    public void Abandon(long number)
    {
        Call? call;
        lock (gate)
        {
            call = current;
            if (call?.Number != number) return;
            IsAbandoned = true;
            current = null;
        }

        call.Ended.SetResult(false);
    }

    /// <summary>Does what a call asks for, unless the call was given up.</summary>
    public void WhileHeard(Action action)
    {
        lock (gate)
        {
            if (!IsAbandoned) action();
        }
    }

    /// <summary>Ends the thread when it is done with its call.</summary>
    public void Dispose()
    {
        isEnded = true;
        wake.Release();
    }

    private void Start()
    {
        if (isStarted) return;
        isStarted = true;
        new Thread(Loop) { IsBackground = true, Name = $"hook {name}" }.Start();
    }

    private void Loop()
    {
        while (true)
        {
            wake.Wait();
            if (isEnded) return;
            RunNext();
            if (IsAbandoned) return;
        }
    }

    /// <summary>Not inlined, so that no call stays in a local of the loop.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunNext()
    {
        Call? call;
        lock (gate) call = current;
        call?.Work();
        lock (gate)
        {
            if (IsAbandoned) return;
            current = null;
        }

        call?.Ended.SetResult(true);
    }

    /// <summary>A call, and whether it ended in time.</summary>
    private sealed record Call(long Number, Action Work)
    {
        public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

namespace Agro.Models.Generation.Panels;

/// <summary>
/// Threads that share the phases of decode steps, each a few microseconds long: helpers wait for the next by spinning, and sleep only when
/// none comes for a while. The caller takes pieces too, and waits for no helper that has not begun: on a machine with other work it goes on
/// alone. Used by one thread.
/// </summary>
internal sealed class PanelTeam : IDisposable
{
    private const int Closed = 1 << 30;
    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _wake = new(0);
    private Action<int> _action = static _ => { };
    private Exception? _fault;
    private int _pieces, _next, _round, _sleepers;

    // How many helpers are at work, and whether no other may begin.
    private int _gate = Closed;
    private volatile bool _ended;

    /// <summary>Starts the helpers.</summary>
    /// <param name="threads">All threads, the caller's among them.</param>
    public PanelTeam(int threads)
    {
        Threads = Math.Max(1, threads);
        _helpers = [.. Enumerable.Range(1, Threads - 1).Select(_ => new Thread(Help) { IsBackground = true, Name = "decode" })];
        foreach (var helper in _helpers) helper.Start();
    }

    /// <summary>All threads, the caller's among them.</summary>
    public int Threads { get; }

    /// <summary>Does pieces of work, in any order and at the same time; returns when all are done.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="action">Does one, by its index.</param>
    public void Run(int pieces, Action<int> action)
    {
        if (_helpers.Length == 0 || pieces == 1)
        {
            for (var piece = 0; piece < pieces; piece++) action(piece);
            return;
        }

        (_action, _pieces, _next, _fault) = (action, pieces, 0, null);
        Interlocked.Increment(ref _round);
        Interlocked.Exchange(ref _gate, 0);
        if (Volatile.Read(ref _sleepers) is > 0 and var sleepers) _wake.Release(sleepers);
        try
        {
            Take();
        }
        finally
        {
            // None may begin now; those who have are waited for, whatever happened here.
            Interlocked.Or(ref _gate, Closed);
            var spin = new SpinWait();
            while (Volatile.Read(ref _gate) != Closed) spin.SpinOnce(sleep1Threshold: -1);
        }

        if (_fault is { } fault) throw new InvalidOperationException("a decoding thread failed", fault);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        if (_helpers.Length > 0) _wake.Release(_helpers.Length);
        foreach (var helper in _helpers) helper.Join();
        _wake.Dispose();
    }

    private void Take()
    {
        while (Interlocked.Increment(ref _next) - 1 is var piece && piece < _pieces) _action(piece);
    }

    private void Help()
    {
        var last = 0;
        while (Await(last))
        {
            var gate = Volatile.Read(ref _gate);
            if ((gate & Closed) != 0 || Interlocked.CompareExchange(ref _gate, gate + 1, gate) != gate) continue;
            last = Volatile.Read(ref _round);
            try
            {
                Take();
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _fault, exception, null);
            }
            finally
            {
                Interlocked.Decrement(ref _gate);
            }
        }
    }

    /// <summary>Waits for a round that is open and was not helped in yet; false when there will be none.</summary>
    private bool Await(int last)
    {
        for (var spins = 0; !_ended; spins++)
        {
            if (IsOpen(last)) return true;
            if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(8);
                continue;
            }

            Interlocked.Increment(ref _sleepers);
            // Opened meanwhile, it may not have seen this sleeper.
            if (!IsOpen(last) && !_ended) _wake.Wait();
            Interlocked.Decrement(ref _sleepers);
            spins = 0;
        }

        return false;
    }

    private bool IsOpen(int last) => (Volatile.Read(ref _gate) & Closed) == 0 && Volatile.Read(ref _round) != last;
}

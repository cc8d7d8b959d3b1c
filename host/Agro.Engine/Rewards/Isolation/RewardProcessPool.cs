using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// The processes of a reward. They are started as calls need them and kept; one that dies or must be ended costs the call that it had,
/// and another takes its place for the next. Calls may come from several threads.
/// </summary>
/// <param name="start">The reward.</param>
/// <param name="limits">What the processes may take.</param>
/// <param name="name">The reward's name in metrics.</param>
internal sealed class RewardProcessPool(WorkerStart start, IsolationLimits limits, string name) : IDisposable
{
    private static readonly byte[] Save = "{\"save\":true}\n"u8.ToArray();
    private readonly SemaphoreSlim _room = new(limits.Processes);
    private readonly RestartBackOff _backOff = new(TimeProvider.System);
    private readonly Stack<RewardProcess> _idle = [];
    private readonly HashSet<RewardProcess> _all = [];
    private volatile ComponentState? _state = start.State;
    private int _deaths;
    private bool _closed;

    /// <summary>The cases with known rewards that the reward brings.</summary>
    public IReadOnlyList<RewardCanary> Canaries { get; private set; } = [];

    /// <summary>Processes that died or had to be ended since this was last asked.</summary>
    public int TakeDeaths() => Interlocked.Exchange(ref _deaths, 0);

    /// <summary>The processes that there are now.</summary>
    internal IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_all) return [.. _all.Select(process => process.Id)];
        }
    }

    /// <summary>Starts the first process.</summary>
    /// <exception cref="InputException">The reward refuses its options.</exception>
    /// <exception cref="AgroException">The process did not get as far.</exception>
    public void Open()
    {
        var (process, ready) = RewardProcess.StartAsync(start, limits, name, CancellationToken.None).GetAwaiter().GetResult();
        using (ready)
        {
            var description = JsonNode.Parse(ready.RootElement.GetRawText())!.AsObject();
            if (description["state"] is JsonObject state) _state = StateJson.Read(state);
            if (ready.RootElement.GetProperty("canaries") is { ValueKind: JsonValueKind.Array } canaries) Canaries = CanaryJson.Read(canaries);
            Add(process);
            GiveBack(process, isGood: true);
        }
    }

    /// <summary>Scores completions of a prompt in one process.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="completions">One, or a group.</param>
    /// <param name="cancellationToken">Gives up, and ends the process that has the call.</param>
    /// <returns>One result per completion.</returns>
    /// <exception cref="RewardProcessException">There is no result; the message says why.</exception>
    public async Task<IReadOnlyList<RewardResult>> ScoreAsync(
        Prompt prompt, IReadOnlyList<Completion> completions, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(
            process =>
            {
                var known = process.Known;
                process.Known = prompt;
                return CallJson.Write(ReferenceEquals(known, prompt) ? null : prompt, completions);
            },
            cancellationToken);
        return CallJson.ReadResults(answer.RootElement);
    }

    /// <summary>
    /// What the reward remembers. When its process does not say, or has died since, what it said last: the calls since then are forgotten.
    /// </summary>
    public ComponentState SaveState()
    {
        try
        {
            using var answer = CallAsync(_ => Save, CancellationToken.None).GetAwaiter().GetResult();
            _state = StateJson.Read(JsonNode.Parse(answer.RootElement.GetRawText())!.AsObject());
        }
        catch (RewardProcessException exception) when (exception.End != ProcessEnd.None)
        {
            // The process is gone, and its last state is what the next one starts with.
        }

        return _state!;
    }

    /// <summary>Gives the reward what it remembered.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="RewardProcessException">It refused this one.</exception>
    public void LoadState(ComponentState state)
    {
        var line = RewardWorker.Text(new() { ["load"] = StateJson.Write(state) });
        using var answer = CallAsync(_ => line, CancellationToken.None).GetAwaiter().GetResult();
        _state = state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        List<RewardProcess> idle, busy;
        lock (_all)
        {
            _closed = true;
            idle = [.. _idle];
            busy = [.. _all.Except(idle)];
            _idle.Clear();
            _all.Clear();
        }

        foreach (var process in busy) process.Dispose();
        Parallel.ForEach(idle, process => process.Finish());
    }

    private async Task<JsonDocument> CallAsync(Func<RewardProcess, byte[]> call, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        RewardProcess? process = null;
        var isGood = false;
        try
        {
            process = TakeIdle() ?? await StartAsync(cancellationToken);
            var answer = await process.AskAsync(call(process), limits.KillAfter, cancellationToken);
            _backOff.Succeeded();
            isGood = true;
            return answer;
        }
        catch (RewardProcessException exception)
        {
            isGood = exception.End == ProcessEnd.None;
            throw;
        }
        finally
        {
            if (process is not null) GiveBack(process, isGood);
            _room.Release();
        }
    }

    private async Task<RewardProcess> StartAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_backOff.Wait(), cancellationToken);
        try
        {
            var (process, ready) = await RewardProcess.StartAsync(start with { State = _state }, limits, name, cancellationToken);
            ready.Dispose();
            Add(process);
            return process;
        }
        catch (AgroException exception)
        {
            _backOff.Failed();
            throw new RewardProcessException(ProcessEnd.Died, $"its process could not be started again: {exception.Message}");
        }
    }

    private void Add(RewardProcess process)
    {
        lock (_all)
        {
            if (!_closed && _all.Add(process)) return;
        }

        process.Dispose();
        throw new RewardProcessException(ProcessEnd.Died, "was not called: it is no longer in use");
    }

    /// <summary>An idle process; those that died between calls, such as by a thread that a call left behind, cost nobody a call.</summary>
    private RewardProcess? TakeIdle()
    {
        while (true)
        {
            RewardProcess? process;
            lock (_all)
            {
                if (!_idle.TryPop(out process)) return null;
            }

            if (process.IsAlive) return process;
            GiveBack(process, isGood: false);
        }
    }

    private void GiveBack(RewardProcess process, bool isGood)
    {
        lock (_all)
        {
            if (isGood && !_closed)
            {
                _idle.Push(process);
                return;
            }

            _all.Remove(process);
        }

        process.Dispose();
        if (isGood) return;
        Interlocked.Increment(ref _deaths);
        _backOff.Failed();
    }
}

namespace Agro.Tests.Cli;

/// <summary>A clock that goes on only when told to, and fires its timers then.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Goes on, firing each timer as often as its period fits.</summary>
    public void Advance(TimeSpan time)
    {
        for (var end = _ticks + time.Ticks; _ticks < end;)
        {
            _ticks = Math.Min(end, _ticks + TimeSpan.TicksPerMillisecond * 5);
            foreach (var timer in _timers) timer.FireIfDue(_ticks);
        }
    }

    private sealed class ManualTimer(Action fire, TimeSpan period) : ITimer
    {
        private long _next = period.Ticks;
        private bool _disposed;

        public void FireIfDue(long now)
        {
            if (_disposed || now < _next) return;
            _next += period.Ticks;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            _disposed = true;
            return default;
        }
    }
}

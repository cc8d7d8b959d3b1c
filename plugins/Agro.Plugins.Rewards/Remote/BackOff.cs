namespace Agro.Plugins.Rewards.Remote;

/// <summary>How long to wait before a further try.</summary>
/// <param name="First">Seconds before the first retry.</param>
/// <param name="Most">The longest wait, in seconds.</param>
internal sealed record BackOff(double First, double Most)
{
    /// <summary>The wait before a retry: twice as long each time, less a random part, so that many who were turned away do not come back all at once.</summary>
    /// <param name="retry">Which retry it is, from 1.</param>
    /// <param name="asked">How long the server asks to wait; null when it does not.</param>
    /// <param name="unit">A random number from [0, 1).</param>
    public TimeSpan Before(int retry, TimeSpan? asked, double unit)
    {
        var own = Math.Min(Most, First * Math.Pow(2, Math.Min(retry - 1, 60))) * (1 - (0.5 * unit));
        return TimeSpan.FromSeconds(Math.Max(own, Math.Min(Most, asked?.TotalSeconds ?? 0)));
    }
}

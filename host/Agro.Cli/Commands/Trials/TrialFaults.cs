using Agro.Engine.Plugins;

namespace Agro.Cli.Commands.Trials;

/// <summary>Goes on after a row that a component failed on, and tells each fault once.</summary>
/// <param name="error">Where to tell.</param>
internal sealed class TrialFaults(TextWriter error)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>0, or 1 after a fault.</summary>
    public int ExitCode => _told.Count == 0 ? 0 : 1;

    /// <summary>Calls into a component.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="component">The component.</param>
    /// <param name="phase">What it does.</param>
    /// <param name="call">The call.</param>
    /// <param name="stop">When cancelled, faults are no faults.</param>
    /// <returns>What it gave; else what went wrong.</returns>
    public async Task<(T? Value, string? Fault)> GuardAsync<T>(
        ComponentDescription component, string phase, Func<Task<T>> call, CancellationToken stop)
        where T : class
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            return (await call(), null);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            var fault = PluginFault.From(exception, component, phase);
            if (_told.Add(fault.Message)) await error.WriteLineAsync(fault.Message);
            return (null, fault.Detail);
        }
    }
}

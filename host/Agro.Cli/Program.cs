using Agro.Engine.Rewards.Isolation;

namespace Agro.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        // Not one of the commands that help shows. Before all else: it must have the console to itself, and many of it are started.
        if (arguments is [RewardWorker.Command]) return RewardWorker.Run();
        using var signals = new StopSignals();
        return await CommandLine.RunAsync(arguments, Console.Out, Console.Error, signals.Tokens);
    }
}

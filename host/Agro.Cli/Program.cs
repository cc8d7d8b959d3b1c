namespace Agro.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var signals = new StopSignals();
        return await CommandLine.RunAsync(arguments, Console.Out, Console.Error, signals.Tokens);
    }
}

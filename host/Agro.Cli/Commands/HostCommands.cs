using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;

namespace Agro.Cli.Commands;

/// <summary>The commands of agro-host.</summary>
internal static class HostCommands
{
    /// <summary>The version of the program.</summary>
    public static string Version { get; } =
        typeof(HostCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown version";

    /// <summary>Makes the command line's grammar. It is new each time, because parsing writes to it.</summary>
    /// <param name="stops">For commands that can end in an orderly way when asked to; the others get the first of them with their action.</param>
    /// <returns>The root command.</returns>
    public static RootCommand Create(StopTokens stops)
    {
        var root = new RootCommand(
            "Reinforcement learning of language models: policies learn from rewards that you write.\n"
            + "Exit codes: 0 success, 1 a failure while running, 2 bad input, 130 interrupted.")
        {
            CommonOptions.LibTorch(),
            RunCommand.Create(stops),
            SweepCommand.Create(stops),
            SwapCommand.Create(),
            CompareCommand.Create(),
            ValidateCommand.Create(),
            EvalCommand.Create(),
            GenerateCommand.Create(),
            ExportCommand.Create(),
            CollectCommand.Create(),
            ListCommand.Create(),
            SchemaCommand.Create(),
            NewCommand.Create(),
            TryCommand.Create(),
            DoctorCommand.Create(),
            BenchCommand.Create(),
        };
        root.SetAction(result => new HelpAction().Invoke(result));
        return root;
    }
}

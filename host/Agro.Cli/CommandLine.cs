using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Agro.Cli.Commands;

namespace Agro.Cli;

/// <summary>The command line as a whole: parses it, runs a command, turns whatever happens into an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a command line that cannot be understood, as of all other bad input.</summary>
    public const int UsageError = 2;

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors go.</param>
    /// <param name="stops">Cancelled when the person asks for an end.</param>
    /// <returns>The exit code: what the command returned, 2 for bad usage, else what <see cref="ErrorPrinter"/> says.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, StopTokens stops)
    {
        var result = HostCommands.Create(stops).Parse(arguments);
        if (result.Action is HelpAction && result.UnmatchedTokens.Count > 0)
        {
            // Left alone, help for a misspelt command would be the help of another one, and a success.
            result = HostCommands.Create(stops).Parse(arguments.Except(["--help", "-h", "-?"]).ToList());
        }

        if (result.Action is ParseErrorAction) return await ReportMisuseAsync(result, error);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // Signals are StopSignals' affair: a run that is asked to stop may need more than the library's two seconds.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await result.InvokeAsync(configuration, stops.Stop);
        }
        catch (Exception exception)
        {
            return ErrorPrinter.Print(exception, error);
        }
    }

    private static async Task<int> ReportMisuseAsync(ParseResult result, TextWriter error)
    {
        ((ParseErrorAction)result.Action!).ShowHelp = false;
        await result.InvokeAsync(new InvocationConfiguration { Output = error, Error = error }, CancellationToken.None);
        var command = result.CommandResult.Command;
        await error.WriteLineAsync($"See agro-host {(command is RootCommand ? "" : $"{command.Name} ")}--help");
        return UsageError;
    }
}

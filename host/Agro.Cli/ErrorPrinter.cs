namespace Agro.Cli;

/// <summary>Says what went wrong: a person's mistake as its message alone, a mistake of ours with everything needed to report it.</summary>
internal static class ErrorPrinter
{
    /// <summary>The exit code after an interruption, as shells have it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of a fault in the program itself (EX_SOFTWARE of BSD's sysexits).</summary>
    public const int InternalError = 70;

    /// <summary>Prints an error.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="error">Where to print.</param>
    /// <returns>The exit code of the program.</returns>
    public static int Print(Exception exception, TextWriter error)
    {
        if (exception is AggregateException { InnerExceptions: [var single] }) return Print(single, error);
        switch (exception)
        {
            case AgroException expected:
                error.WriteLine(expected.Message);
                return expected.ExitCode;
            case OperationCanceledException:
                error.WriteLine("interrupted");
                return Interrupted;
            default:
                error.WriteLine($"internal error, please report ({Commands.HostCommands.Version}):");
                error.WriteLine(exception);
                return InternalError;
        }
    }
}

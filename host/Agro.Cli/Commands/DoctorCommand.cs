using System.CommandLine;
using Agro.Cli.Diagnosis;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host doctor</c>: says whether this machine can train, and with what.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var command = new Command("doctor", "Check this machine: libtorch, its version and symbols, devices, a first training step");
        command.SetAction((result, stop) => Task.FromResult(Run(result, stop)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken stop)
    {
        var findings = new FindingPrinter(result.InvocationConfiguration.Output);
        findings.Print(SystemFindings.All());
        stop.ThrowIfCancellationRequested();
        // Not found or not loadable is an error of its own, with its own exit code.
        var report = CommonOptions.LoadLibTorch(result);
        findings.Print(LibTorchFindings.All(report));
        stop.ThrowIfCancellationRequested();
        // With symbols missing, the first call that needs one would abort the process instead of reporting anything.
        if (findings.AllWell) findings.Print(SmokeTest.All());
        result.InvocationConfiguration.Output.WriteLine(findings.AllWell ? "All is well." : "Not all is well: see the lines marked FAILED.");
        return findings.AllWell ? 0 : 1;
    }
}

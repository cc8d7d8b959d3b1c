using System.Diagnostics;
using System.Globalization;
using Agro.Engine.Sweeps;

namespace Agro.Cli.Sweeps;

/// <summary>How the process of a run ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="LastLine">The last line that it wrote to the error output, else to the output.</param>
internal sealed record RunExit(int Code, string LastLine);

/// <summary>Runs one run of a sweep in a process of its own, by this same program.</summary>
/// <param name="threads">How many threads it may use.</param>
/// <param name="arguments">Arguments that all runs share.</param>
internal sealed class RunProcess(int threads, IReadOnlyList<string> arguments)
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="run">The run; its folder is ready.</param>
    /// <param name="resume">Whether it goes on from its checkpoint.</param>
    /// <param name="stop">Asks it to finish the step at hand, save and end.</param>
    /// <returns>How it ended.</returns>
    public async Task<RunExit> ExecuteAsync(SweepRun run, bool resume, CancellationToken stop)
    {
        using var log = new RunLog(run.LogPath);
        using var process = new Process { StartInfo = Start(run, resume) };
        process.OutputDataReceived += (_, line) => log.Write(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => log.Write(line.Data, isError: true);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // The end of its input asks it to stop. A signal would reach it twice where a terminal has sent it one already.
        await using (stop.Register(process.StandardInput.Close)) await process.WaitForExitAsync(CancellationToken.None);
        return new(process.ExitCode, log.LastLine);
    }

    private ProcessStartInfo Start(SweepRun run, bool resume)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Without its own executable, the program is an argument of dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        // The runs of a sweep are compared: a plugin that is built meanwhile must not make them runs of different code.
        string[] own = ["run", run.RecipePath, "--output", run.Directory, "--plain", "--no-hot-swap", "--stop-with-input"];
        foreach (var argument in (string[])[.. own, .. resume ? ["--resume"] : Array.Empty<string>(), .. arguments]) start.ArgumentList.Add(argument);
        foreach (var variable in (string[])["OMP_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        return start;
    }
}

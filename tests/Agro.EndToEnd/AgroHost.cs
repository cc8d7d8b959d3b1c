namespace Agro.EndToEnd;

/// <summary>Starts the real <c>agro-host</c>: the one built with these tests, in the same configuration, or the one AGRO_HOST names.</summary>
internal static class AgroHost
{
    /// <summary>The program.</summary>
    public static string Executable { get; } = Find();

    /// <summary>The root of the repository, for its recipes.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>What became of it.</returns>
    public static Task<ProcessResult> RunAsync(params string[] arguments) => RunAsync(new ProcessStart { Arguments = arguments });

    /// <summary>Runs it to its end.</summary>
    /// <param name="start">How to start it.</param>
    /// <returns>What became of it.</returns>
    public static async Task<ProcessResult> RunAsync(ProcessStart start)
    {
        await using var process = Start(start);
        return await process.WaitAsync();
    }

    /// <summary>Starts it, for tests that watch or disturb it.</summary>
    /// <param name="start">How to start it.</param>
    /// <returns>The process.</returns>
    public static RunningProcess Start(ProcessStart start) => RunningProcess.Start(Executable, start);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("AGRO_HOST") is { Length: > 0 } named) return Path.GetFullPath(named);
        // artifacts/bin/PROJECT/CONFIGURATION
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(own.Parent!.Parent!.FullName, "Agro.Cli", own.Name, OperatingSystem.IsWindows() ? "agro-host.exe" : "agro-host");
        return File.Exists(file) ? file : throw new FileNotFoundException($"build Agro.Cli in the configuration '{own.Name}' first", file);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Agro.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"no Agro.sln above {AppContext.BaseDirectory}");
    }
}

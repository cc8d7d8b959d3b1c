using System.Runtime.CompilerServices;

namespace Agro.Tests;

/// <summary>
/// Public data that is never committed: the folder named by AGRO_TEST_DATA, else <c>shared</c> beside the repository.
/// Tests that need it are skipped where it is absent.
/// </summary>
internal static class SharedData
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    private static string FindRepository([CallerFilePath] string file = "")
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        while (built is not null && !File.Exists(Path.Combine(built.FullName, "Agro.sln"))) built = built.Parent;
        return built?.FullName ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
    }

    /// <summary>The path of a file or folder of the data, or a skipped test.</summary>
    public static string PathOf(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("AGRO_TEST_DATA") ?? Path.Combine(Repository, "..", "shared");
        var path = Path.GetFullPath(Path.Combine([root, .. parts]));
        if (!Path.Exists(path)) Assert.Skip($"needs {string.Join('/', parts)} of the test data (set AGRO_TEST_DATA)");
        return path;
    }
}

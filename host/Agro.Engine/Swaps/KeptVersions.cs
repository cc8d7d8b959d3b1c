using System.Security.Cryptography;
using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

/// <summary>
/// Keeps the files of every version that a run used or tried, by content, in its folder: what the lines of <c>metrics.jsonl</c> came from
/// can be read there long after the files were built anew. Best effort: a run does not fail for it.
/// </summary>
/// <param name="runDirectory">The run folder.</param>
/// <param name="warn">Tells a person.</param>
internal sealed class KeptVersions(string runDirectory, Action<string> warn)
{
    private const int HashShown = 12;
    private bool _warned;

    /// <summary>The run folder.</summary>
    public string RunDirectory => runDirectory;

    /// <summary>Copies the files of a version, unless it is kept already or they have changed since.</summary>
    /// <param name="unit">What it is a version of.</param>
    /// <param name="version">The version.</param>
    public void Keep(SwapUnit unit, UnitVersion version)
    {
        if (version.Plugin is { IsBuiltIn: true }) return;
        var name = $"{Path.GetFileNameWithoutExtension(unit.Path)}-{version.Hash[..HashShown]}";
        var target = Path.Combine(runDirectory, "plugins", name);
        var temporary = $"{target}.tmp";
        try
        {
            if (Directory.Exists(target)) return;
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            var folder = Path.GetDirectoryName(unit.Path)!;
            foreach (var file in unit.Files().Where(File.Exists)) Copy(file, Path.Combine(temporary, Relative(folder, file)));
            var symbols = Path.ChangeExtension(unit.Path, ".pdb");
            if (version.Plugin is not null && File.Exists(symbols)) Copy(symbols, Path.Combine(temporary, Path.GetFileName(symbols)));
            // Copied while they changed: the next look finds the newer ones, and what is here would be neither.
            if (unit.HashNow() == version.Hash) Directory.Move(temporary, target);
            else Directory.Delete(temporary, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InputException)
        {
            if (!_warned) warn($"{unit.Name}: its files cannot be kept in {DisplayPath.Of(target)}: {exception.Message}");
            _warned = true;
        }
    }

    /// <summary>A script may load files from anywhere: those outside its folder are kept under a name made of theirs.</summary>
    private static string Relative(string folder, string file)
    {
        var relative = Path.GetRelativePath(folder, file);
        if (!relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative)) return relative;
        var place = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(file)))[..8];
        return Path.Combine("elsewhere", $"{place}-{Path.GetFileName(file)}");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var source = FileBytes.Open(from);
        using var target = new FileStream(to, FileMode.CreateNew);
        source.CopyTo(target);
    }
}

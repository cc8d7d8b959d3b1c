using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Recipes;

namespace Agro.Engine.Comparison;

/// <summary>A run that was named for a comparison.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Label">What its sweep calls the runs that differ from it in their seed only; null without a sweep.</param>
public sealed record FoundRun(string Directory, string? Label = null);

/// <summary>Finds runs by what people name: run folders, folders of run folders such as a sweep's, and patterns of both.</summary>
public static class RunFinder
{
    /// <summary>Finds runs.</summary>
    /// <param name="paths">Folders, or patterns with <c>*</c> and <c>?</c>.</param>
    /// <returns>The runs, each once, in the order in which they are named; those of a sweep in its order.</returns>
    /// <exception cref="InputException">A path leads to no run.</exception>
    public static IReadOnlyList<FoundRun> Find(IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => Matches(path).SelectMany(folder => At(path, folder))).DistinctBy(run => run.Directory)];

    private static List<string> Matches(string path)
    {
        if (path.IndexOfAny(['*', '?']) < 0 || Directory.Exists(path)) return [path];
        var full = Path.GetFullPath(path);
        var start = Path.GetPathRoot(full)!;
        IEnumerable<string> folders = [start];
        foreach (var part in full[start.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            folders = part.IndexOfAny(['*', '?']) < 0
                ? folders.Select(folder => Path.Combine(folder, part)).Where(Directory.Exists)
                : folders.SelectMany(folder => Directory.GetDirectories(folder)
                    .Where(child => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(child))).Order(StringComparer.Ordinal));
        }

        // A pattern may match other folders besides runs.
        var runs = folders.Where(folder => IsRun(folder) || Runs(folder).Any()).ToList();
        return runs.Count > 0 ? runs : throw new InputException($"{path}: matches no run folder (run.json)");
    }

    private static IEnumerable<FoundRun> At(string named, string folder)
    {
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
            throw new InputException($"{named}: no such folder.{NearestName.SiblingHint(full)}".TrimEnd('.'));
        if (IsRun(full)) return [new(full)];
        var labels = Labels(Path.Combine(full, "sweep.json"));
        var runs = Runs(full).Select(run => new FoundRun(run, labels.GetValueOrDefault(Path.GetFileName(run)).Label))
            .OrderBy(run => labels.TryGetValue(Path.GetFileName(run.Directory), out var entry) ? entry.Index : int.MaxValue).ToList();
        return runs.Count > 0 ? runs : throw new InputException($"{named}: is neither a run folder (run.json) nor a folder of run folders");
    }

    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, "run.json"));

    private static IEnumerable<string> Runs(string folder) => Directory.GetDirectories(folder).Where(IsRun).Order(StringComparer.Ordinal);

    /// <summary>What a sweep calls its runs, by the names of their folders.</summary>
    private static Dictionary<string, (int Index, string Label)> Labels(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            var runs = JsonNode.Parse(File.ReadAllText(path))?["runs"]?.AsArray() ?? [];
            return runs.Select((run, index) => ((string)run!["folder"]!, (index, (string)run["label"]!))).ToDictionary();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or NullReferenceException or InvalidOperationException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read: {exception.Message}");
        }
    }
}

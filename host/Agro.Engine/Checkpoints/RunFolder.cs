using System.Globalization;

namespace Agro.Engine.Checkpoints;

/// <summary>Where the files of a run lie. A run is a folder: everything else only reads it or appends to it.</summary>
public sealed class RunFolder
{
    private const string CheckpointPrefix = "step-";

    private RunFolder(string directory) => Directory = directory;

    /// <summary>The folder, absolute.</summary>
    public string Directory { get; }

    /// <summary>The recipe as it ran: every default and <c>--set</c> filled in.</summary>
    public string Recipe => At("recipe.yaml");

    /// <summary>What ran: version, device, seed, components with their DLLs and hashes.</summary>
    public string Manifest => At("run.json");

    /// <summary>One line a step.</summary>
    public string Metrics => At("metrics.jsonl");

    /// <summary>One line a completion.</summary>
    public string Rollouts => At("rollouts.jsonl");

    /// <summary>One line a completion of an evaluation.</summary>
    public string Evaluations => At("evaluations.jsonl");

    /// <summary>One line an event: start, evaluation, checkpoint, fault, end.</summary>
    public string Events => At("events.jsonl");

    /// <summary>What came out.</summary>
    public string Summary => At("summary.json");

    /// <summary>The checkpoints, each a Hugging Face folder with the optimizer's state beside the policy.</summary>
    public string Checkpoints => At("checkpoints");

    /// <summary>Names the folder of a new run. Nothing is written yet.</summary>
    /// <param name="directory">The folder; null for <c>runs/NAME-DATE-TIME</c> in the current directory.</param>
    /// <param name="name">The recipe's name.</param>
    /// <exception cref="InputException">It holds a run already.</exception>
    public static RunFolder New(string? directory, string name)
    {
        var stamp = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var folder = new RunFolder(Path.GetFullPath(directory ?? Path.Combine("runs", $"{FileName(name)}-{stamp}")));
        return File.Exists(folder.Manifest)
            ? throw new InputException($"{folder.Directory} already holds a run: go on with --resume, or name another folder with --output")
            : folder;
    }

    /// <summary>Makes sure that the folder can be written, or made where it is not there yet. It is not made here.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void CheckWritable() => Guard(() =>
    {
        var place = Directory;
        while (!Path.Exists(place) && Path.GetDirectoryName(place) is { } above) place = above;
        if (File.Exists(place)) throw new IOException($"{place} is a file");
        using (File.Create(Path.Combine(place, ".writable"), 1, FileOptions.DeleteOnClose))
        {
        }
    });

    /// <summary>Makes the folder where it is not there yet.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Prepare() => Guard(() => System.IO.Directory.CreateDirectory(Checkpoints));

    /// <summary>Opens the folder of a run to go on with.</summary>
    /// <param name="directory">The folder; null for the newest in <c>runs</c> with the recipe's name.</param>
    /// <param name="name">The recipe's name.</param>
    /// <exception cref="InputException">There is no run.</exception>
    public static RunFolder Open(string? directory, string name)
    {
        if (directory is not null)
        {
            var named = new RunFolder(Path.GetFullPath(directory));
            return File.Exists(named.Manifest) ? named : throw new InputException($"{named.Directory} holds no run to resume (no run.json)");
        }

        var newest = System.IO.Directory.Exists("runs")
            ? System.IO.Directory.GetDirectories("runs", $"{FileName(name)}-*").Order(StringComparer.Ordinal).LastOrDefault(run => File.Exists(Path.Combine(run, "run.json")))
            : null;
        return newest is not null
            ? new RunFolder(Path.GetFullPath(newest))
            : throw new InputException($"no run of '{name}' to resume in {Path.GetFullPath("runs")}: name its folder with --output");
    }

    /// <summary>The checkpoints on disk, oldest first.</summary>
    public IReadOnlyList<string> ListCheckpoints() => System.IO.Directory.Exists(Checkpoints)
        ? [.. System.IO.Directory.GetDirectories(Checkpoints).Where(path => StepOf(path) is not null).OrderBy(StepOf)]
        : [];

    /// <summary>Folders of checkpoints that a process left unfinished when it was ended.</summary>
    public IReadOnlyList<string> ListUnfinished() => System.IO.Directory.Exists(Checkpoints)
        ? [.. System.IO.Directory.GetDirectories(Checkpoints, "step-*").Where(path => Path.GetExtension(path) is ".tmp" or ".old")]
        : [];

    /// <summary>The step of a checkpoint by its folder's name; null for a folder that is none.</summary>
    /// <param name="checkpoint">The folder.</param>
    public static long? StepOf(string checkpoint) =>
        Path.GetFileName(checkpoint) is var name && name.StartsWith(CheckpointPrefix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(CheckpointPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;

    /// <summary>The folder of a step's checkpoint.</summary>
    /// <param name="step">The step.</param>
    public string Checkpoint(long step) => Path.Combine(Checkpoints, string.Create(CultureInfo.InvariantCulture, $"{CheckpointPrefix}{step:D6}"));

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Directory}: the output folder cannot be written: {exception.Message}");
        }
    }

    private string At(string file) => Path.Combine(Directory, file);

    private static string FileName(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}

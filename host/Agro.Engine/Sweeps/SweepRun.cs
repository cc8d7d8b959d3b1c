using Agro.Engine.Checkpoints;
using Agro.Engine.Comparison;

namespace Agro.Engine.Sweeps;

/// <summary>How far a run of a sweep is.</summary>
public enum SweepRunState
{
    /// <summary>Nothing is there that could be gone on with.</summary>
    New,

    /// <summary>It has a checkpoint to go on from.</summary>
    Resumable,

    /// <summary>It went to its end.</summary>
    Finished,
}

/// <summary>A run of a sweep: a point of its grid with a seed.</summary>
public sealed record SweepRun
{
    /// <summary>What it runs.</summary>
    public required SweepPoint Point { get; init; }

    /// <summary>With which seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The run folder, absolute. Its name tells variant, values and seed.</summary>
    public required string Directory { get; init; }

    /// <summary>The resolved recipe, as it lies in the run folder.</summary>
    public required string Recipe { get; init; }

    /// <summary>The name of the run folder.</summary>
    public string Name => Path.GetFileName(Directory);

    /// <summary>The recipe's file, which <see cref="Prepare"/> writes.</summary>
    public string RecipePath => Path.Combine(Directory, "recipe.yaml");

    /// <summary>What the run's process writes to its terminal.</summary>
    public string LogPath => Path.Combine(Directory, "log.txt");

    /// <summary>Looks at the run folder.</summary>
    /// <returns>How far the run is.</returns>
    /// <exception cref="InputException">A file of it cannot be read.</exception>
    public SweepRunState Look()
    {
        if (!File.Exists(Path.Combine(Directory, "run.json"))) return SweepRunState.New;
        if (RunRecord.Read(Directory).Finished) return SweepRunState.Finished;
        return new CheckpointStore(RunFolder.Open(Directory, ""), 0).Newest() is null ? SweepRunState.New : SweepRunState.Resumable;
    }

    /// <summary>Makes the folder ready for the run's process. What a run without a checkpoint left there is removed.</summary>
    /// <param name="state">How far the run is.</param>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public void Prepare(SweepRunState state)
    {
        if (state != SweepRunState.New) return;
        try
        {
            if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
            System.IO.Directory.CreateDirectory(Directory);
            File.WriteAllText(RecipePath, Recipe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Directory}: the run folder cannot be written: {exception.Message}");
        }
    }
}

using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>The order of a curriculum, as arithmetic: what is taken at a position is a function of the position alone.</summary>
/// <param name="options">How fast it widens.</param>
/// <param name="byDifficulty">The prompts from the easiest to the hardest; at least one.</param>
internal sealed class Curriculum(CurriculumOptions options, IReadOnlyList<int> byDifficulty)
{
    private readonly IndexOrder _epochs = new(byDifficulty.Count, options.Seed);

    /// <summary>The prompt at a position.</summary>
    /// <param name="position">How many prompts were taken before, 0 or more.</param>
    public int At(long position)
    {
        if (position >= options.Prompts) return byDifficulty[(int)_epochs.At(position - options.Prompts)];
        var random = new CounterRandom(options.Seed, position);
        return byDifficulty[random.Next(OpenAt(position))];
    }

    /// <summary>How many of the easiest prompts are in use at a position; at least 1.</summary>
    /// <param name="position">The position.</param>
    public int OpenAt(long position)
    {
        var least = options.Start * options.Start;
        var share = Math.Min(1, Math.Sqrt(least + ((1 - least) * position / options.Prompts)));
        return Math.Clamp((int)Math.Ceiling(share * byDifficulty.Count), 1, byDifficulty.Count);
    }
}

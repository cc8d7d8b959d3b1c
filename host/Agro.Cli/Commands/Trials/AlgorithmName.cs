using Agro.Engine.Recipes;

namespace Agro.Cli.Commands.Trials;

/// <summary>
/// An algorithm as people write it: with hyphens or underscores, and perhaps with options after a plus, as in
/// <c>agro+sampling_gradient</c>.
/// </summary>
/// <param name="Name">The component's name.</param>
/// <param name="Switches">Options that are on.</param>
internal sealed record AlgorithmName(string Name, IReadOnlyList<string> Switches)
{
    /// <summary>Reads a name.</summary>
    /// <param name="written">As it was written.</param>
    public static AlgorithmName Parse(string written)
    {
        var parts = written.Split('+');
        return new(parts[0].Replace('_', '-'), [.. parts[1..].Select(part => part.Replace('-', '_'))]);
    }

    /// <summary>
    /// Whether a row that is meant for another name is one for this: of the same component, with at least these options on.
    /// </summary>
    /// <param name="row">The row's.</param>
    public bool Covers(AlgorithmName row) => row.Name == Name && Switches.All(row.Switches.Contains);

    /// <summary>The options that are on.</summary>
    /// <param name="place">Where the name was written, for messages.</param>
    public OptionText Options(string place) => new(place, string.Join('\n', Switches.Select(option => $"{option}: true")));
}

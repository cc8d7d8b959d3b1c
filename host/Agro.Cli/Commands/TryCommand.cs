using System.CommandLine;
using Agro.Cli.Commands.Trials;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host try</c>: runs one component on JSON lines, without a recipe and without training.</summary>
internal static class TryCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create() => new("try", "Try one component: JSON lines in, JSON lines out")
    {
        TryReward.Create(),
        TryAlgorithm.Create(),
        TryDataSource.Create(),
        TryTokenizer.Create(),
        TryChatTemplate.Create(),
    };
}

using System.CommandLine;
using Agro.Engine.Checkpoints;
using Agro.Engine.Swaps;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host swap</c>: answers a run that holds a new version of a plugin because it exceeds the recipe's limits.</summary>
internal static class SwapCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create() => new("swap", "Accept or refuse a new version of a plugin that a run holds (plugins.swap.on_violation: ask)")
    {
        Answer("accept", "Have the run use the new version from its next step on", accept: true),
        Answer("refuse", "Have the run go on with the version in use", accept: false),
    };

    private static Command Answer(string name, string description, bool accept)
    {
        var run = new Argument<string>("RUNDIR") { Description = "The run folder" };
        var plugin = new Option<string?>("--plugin")
        {
            HelpName = "NAME",
            Description = "Only this one: its DLL's name, or six or more digits of the new version's hash",
        };
        var command = new Command(name, description) { run, plugin };
        command.SetAction(result =>
        {
            var folder = RunFolder.Open(result.GetRequiredValue(run), "");
            new SwapAnswer(accept, result.GetValue(plugin)).Write(folder.Directory);
            result.InvocationConfiguration.Output.WriteLine($"{name}: left in {folder.Directory}, where the run reads it within a second");
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using Agro.Cli.Tabular;
using Agro.Cli.Terminal;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host run</c>: trains a policy as a recipe says.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="stops">How the person asks for an end.</param>
    /// <returns>The command.</returns>
    public static Command Create(StopTokens stops)
    {
        var recipe = new RecipeArguments();
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "DIR",
            Description = "The run folder (default: runs/NAME-DATE-TIME)",
        };
        var resume = new Option<bool>("--resume")
        {
            Description = "Go on with the run in --output, or with the newest of this recipe in runs/, from its last checkpoint",
        };
        var plain = CommonOptions.Plain();
        var stopWithInput = new Option<bool>("--stop-with-input")
        {
            Description = "Stop as on Ctrl+C when the input ends, for programs that start runs: theirs too, when they end",
        };
        var noHotSwap = new Option<bool>("--no-hot-swap")
        {
            Description = "Go on with the plugins and scripts as they are now, whatever becomes of their files",
        };
        var command = new Command("run", "Train a policy, or run a tabular experiment, as a recipe says") { output, resume, plain, noHotSwap, stopWithInput };
        recipe.AddTo(command);
        command.SetAction((result, _) =>
        {
            var request = recipe.Read(result) with
            {
                OutputDirectory = result.GetValue(output),
                Resume = result.GetValue(resume),
                HotSwap = !result.GetValue(noHotSwap),
            };
            using var input = result.GetValue(stopWithInput) ? new InputEnd(Console.OpenStandardInput(), stops.Stop) : null;
            var asked = input is null ? stops : stops with { Stop = input.Token };
            // The run has this thread to itself: tensors are freed by scopes that belong to a thread.
            if (RecipeDocument.Parse(request.RecipePath, request.Sets).IsTabular)
                return Task.FromResult(TabularRun.Execute(request, result.InvocationConfiguration, asked.Stop));
            using var terminal = Terminals.Choose(result.GetValue(plain), asked);
            TrainingRun.Execute(request, terminal, asked.Stop, asked.Abort);
            return Task.FromResult(0);
        });
        return command;
    }
}

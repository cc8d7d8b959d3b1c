using System.CommandLine;
using Agro.Engine.Runs;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host validate</c>: checks a recipe and everything that it names, without running it.</summary>
internal static class ValidateCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var recipe = new RecipeArguments();
        var show = new Option<bool>("--resolved") { Description = "Print the recipe with every default and --set filled in" };
        var command = new Command("validate", "Check a recipe with its plugins, hooks and data, without running it") { show };
        recipe.AddTo(command);
        command.SetAction(result =>
        {
            var load = TrainingRun.Validate(recipe.Read(result));
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(show)) output.Write(load.Resolved.ToYaml());
            else output.WriteLine($"{load.Resolved.Document.Path}: valid");
            foreach (var notice in load.Catalog.Notices) result.InvocationConfiguration.Error.WriteLine(notice);
            return 0;
        });
        return command;
    }
}

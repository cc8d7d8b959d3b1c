using System.CommandLine;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;
using Agro.Engine.Tabular;

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
            var request = recipe.Read(result);
            var output = result.InvocationConfiguration.Output;
            var (yaml, notices) = Validate(request);
            if (result.GetValue(show)) output.Write(yaml);
            else output.WriteLine($"{request.RecipePath}: valid");
            foreach (var notice in notices) result.InvocationConfiguration.Error.WriteLine(notice);
            return 0;
        });
        return command;
    }

    private static (string Yaml, IEnumerable<string> Notices) Validate(RunRequest request)
    {
        if (RecipeDocument.Parse(request.RecipePath, request.Sets).IsTabular)
        {
            var plan = TabularExperiment.Validate(request);
            return (plan.ToYaml(), plan.Notices);
        }

        var load = TrainingRun.Validate(request);
        return (load.Resolved.ToYaml(), load.Catalog.Notices);
    }
}

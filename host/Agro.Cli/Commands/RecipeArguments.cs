using System.CommandLine;
using Agro.Engine.Runs;

namespace Agro.Cli.Commands;

/// <summary>The arguments of the commands that read a recipe.</summary>
/// <param name="description">What may stand in the place of the recipe.</param>
internal sealed class RecipeArguments(string description = "The recipe, a YAML file")
{
    private readonly Argument<string> _recipe = new("RECIPE") { Description = description };
    private readonly Option<string[]> _sets = SetOption();
    private readonly Option<string[]> _plugins = CommonOptions.Plugins();

    /// <summary>Changes a recipe.</summary>
    /// <returns>The option.</returns>
    public static Option<string[]> SetOption() => new("--set")
    {
        HelpName = "PATH=VALUE",
        Description = "Change the recipe, as in --set training.steps=20 or --set rewards.0.weight=2; may be repeated. "
            + "Relative paths count from the current folder",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_recipe);
        command.Add(_sets);
        command.Add(_plugins);
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The request.</returns>
    public RunRequest Read(ParseResult result) => new()
    {
        RecipePath = result.GetRequiredValue(_recipe),
        Sets = result.GetValue(_sets) ?? [],
        PluginPaths = result.GetValue(_plugins) ?? [],
        LibTorchDirectory = CommonOptions.LibTorchDirectory(result),
    };
}

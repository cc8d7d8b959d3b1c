using System.CommandLine;
using Agro.Engine.Recipes;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host schema</c>: writes the JSON schema that editors check recipes by.</summary>
internal static class SchemaCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var plugins = CommonOptions.Plugins();
        var output = CommonOptions.OutputFile("Write to this file instead of the output");
        var command = new Command(
            "schema", "Write the JSON schema of recipes, for editors, with the options of every component") { output, plugins };
        command.SetAction(result =>
        {
            var catalog = CommonOptions.LoadCatalog(result, plugins);
            var text = RecipeSchemaFile.Text(catalog);
            if (result.GetValue(output) is { } path) CommonOptions.WriteFile(path, [text]);
            else result.InvocationConfiguration.Output.Write(text);
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.Components;
using Agro.Cli.JsonLines;
using Agro.Engine.Recipes;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host list</c>: the components that recipes may use.</summary>
internal static class ListCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Show one component in full", Arity = ArgumentArity.ZeroOrOne };
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json("Write a JSON list, with whole hashes and texts");
        var command = new Command("list", "List the components with their plugins and options") { name, plugins, json };
        command.SetAction(result =>
        {
            var catalog = CommonOptions.LoadCatalog(result, plugins);
            var chosen = result.GetValue(name) is { } wanted ? catalog.Require(wanted) : catalog.Components;
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
                output.WriteLine(new JsonArray([.. chosen.Select(ComponentJson.Of)]).ToJsonString(RowWriter.Indented));
            else if (result.GetValue(name) is null) PageWriter.Write(ComponentPage.Overview(chosen), output);
            else PageWriter.Write(chosen.SelectMany(ComponentPage.Full), output);
            return 0;
        });
        return command;
    }
}

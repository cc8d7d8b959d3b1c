using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.Components;
using Agro.Cli.JsonLines;
using Agro.Engine.Recipes;
using Agro.Engine.Swaps;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host list</c>: the components that recipes may use, or the versions of them that a run used.</summary>
internal static class ListCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Show one component in full", Arity = ArgumentArity.ZeroOrOne };
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json("Write a JSON list, with whole hashes and texts");
        var run = new Option<string?>("--run")
        {
            HelpName = "DIR",
            Description = "Show which version of each component ran from which step to which in this run folder",
        };
        var command = new Command("list", "List the components with their plugins and options, or the versions that a run used") { name, run, plugins, json };
        command.SetAction(result =>
        {
            if (result.GetValue(run) is { } folder)
            {
                return result.GetValue(name) is null && result.GetResult(plugins) is null
                    ? ShowRun(folder, result.GetValue(json), result.InvocationConfiguration.Output)
                    : throw new InputException("--run shows all that a run used: leave NAME and --plugins out");
            }

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

    private static int ShowRun(string folder, bool json, TextWriter output)
    {
        var run = RunVersions.Read(folder);
        if (json) output.WriteLine(VersionJson.Of(run).ToJsonString(RowWriter.Indented));
        else PageWriter.Write(VersionPage.Of(run), output);
        return 0;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;
using Agro.Engine.Plugins;

namespace Agro.Cli.Commands.Trials;

/// <summary><c>agro-host try data-source</c>: shows prompts.</summary>
internal static class TryDataSource
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var component = new ComponentArguments(ComponentKind.DataSource);
        var from = Index("--from", "The first prompt, counted from 0", 0);
        var count = Index("--count", "How many prompts; fewer when there are not so many", 10);
        var command = new Command("data-source", "Show prompts: {id, text, messages, answer, demonstration, completions, fields}") { from, count };
        component.AddTo(command);
        command.SetAction((result, stop) =>
        {
            var description = component.Find(result);
            var source = component.Make<IDataSource>(result, description);
            using var held = source as IDisposable;
            var first = result.GetValue(from);
            var total = source.Count ?? long.MaxValue;
            if (first >= total && first > 0) throw new InputException($"--from {first}: there are {total} prompts, counted from 0");
            var writer = new RowWriter(result.InvocationConfiguration.Output);
            for (var index = first; index - first < result.GetValue(count) && index < total; index++)
                writer.Write(ToJson(Get(source, index, description, stop)));
            return Task.FromResult(0);
        });
        return command;
    }

    private static Option<long> Index(string name, string description, long usual)
    {
        var option = new Option<long>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] negative }]) result.AddError($"{name} must be at least 0, found {negative}");
        });
        return option;
    }

    private static Prompt Get(IDataSource source, long index, ComponentDescription description, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            return source.GetAsync(index, stop).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not AgroException && !stop.IsCancellationRequested)
        {
            throw PluginFault.From(exception, description, $"GetAsync({index})");
        }
    }

    private static JsonObject ToJson(Prompt prompt) => new()
    {
        ["id"] = prompt.Id,
        ["text"] = prompt.Text,
        ["messages"] = CompletionRow.Messages(prompt.Messages),
        ["answer"] = prompt.Answer,
        ["demonstration"] = prompt.Demonstration,
        ["completions"] = new JsonArray([.. prompt.Completions.Select(CompletionRow.Of)]),
        ["fields"] = new JsonObject(prompt.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value))),
    };
}

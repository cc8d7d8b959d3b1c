using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;

namespace Agro.Cli.Commands.Trials;

/// <summary><c>agro-host try chat-template</c>: renders conversations.</summary>
internal static class TryChatTemplate
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var directory = new Argument<string?>("DIR")
        {
            Description = "The folder of a model, a template, or JSON lines {name, template}; rows may bring templates of their own",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var now = new Option<string?>("--now") { HelpName = "TIME", Description = "The local time that templates see, such as 2025-07-10T12:00; else the present" };
        var command = new Command(
            "chat-template",
            "Render conversations: rows {id, template, context} become {id, text} or {id, error}. The context is what the template sees: "
            + "messages, add_generation_prompt, tools and the like; the template is one, a name, or left out for that of DIR")
        {
            directory, now,
        };
        command.SetAction(async (result, stop) =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var templates = new TrialTemplates(result.GetValue(directory), Clock(result.GetValue(now)));
            var rows = await RowReader.ReadAsync(ConversationRow.Parse, error, stop);
            var writer = new RowWriter(output);
            foreach (var row in rows)
            {
                stop.ThrowIfCancellationRequested();
                writer.Write(Render(templates, row));
            }

            return 0;
        });
        return command;
    }

    private static JsonObject Render(TrialTemplates templates, ConversationRow row)
    {
        var json = new JsonObject { ["id"] = row.Id };
        try
        {
            json["text"] = templates.Of(row).Render(row.Context);
        }
        catch (InputException refusal)
        {
            json["error"] = refusal.Message;
        }

        return json;
    }

    private static TimeProvider Clock(string? now)
    {
        if (now is null) return TimeProvider.System;
        return DateTime.TryParse(now, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new FixedTime(time)
            : throw new InputException($"--now {now}: is no time; write it like 2025-07-10T12:00");
    }

    private sealed class FixedTime(DateTime time) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
    }
}

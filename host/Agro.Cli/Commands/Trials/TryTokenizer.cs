using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;
using Agro.Models.Tokenizers;

namespace Agro.Cli.Commands.Trials;

/// <summary><c>agro-host try tokenizer</c>: encodes texts and decodes them again.</summary>
internal static class TryTokenizer
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The folder of a model, or a tokenizer.json" };
        var add = new Option<bool>("--add-special-tokens")
        {
            Description = "Add the tokenizer's own beginning and end tokens, as for a prompt",
        };
        var skip = new Option<bool>("--skip-special-tokens") { Description = "Leave special tokens out of the decoded text" };
        var command = new Command("tokenizer", "Encode texts: rows {id, text} become {id, ids, decoded}") { directory, add, skip };
        command.SetAction(async (result, stop) =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var path = result.GetRequiredValue(directory);
            var tokenizer = File.Exists(path) ? Tokenizer.Read(path) : Tokenizer.Load(path);
            var rows = await RowReader.ReadAsync(row => (row.Id, Text: row.Text("text")), error, stop);
            var writer = new RowWriter(output);
            foreach (var (id, text) in rows)
            {
                stop.ThrowIfCancellationRequested();
                var ids = tokenizer.Encode(text, result.GetValue(add));
                writer.Write(new JsonObject
                {
                    ["id"] = id,
                    ["ids"] = RowWriter.Integers(ids),
                    ["decoded"] = tokenizer.Decode(ids.AsSpan(), result.GetValue(skip)),
                });
            }

            return 0;
        });
        return command;
    }
}

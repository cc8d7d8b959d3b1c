using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.Generation;
using Agro.Cli.JsonLines;
using TorchSharp;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host generate</c>: completes prompts with a policy.</summary>
internal static class GenerateCommand
{
    private static readonly Dictionary<string, torch.ScalarType> Types = new()
    {
        ["float32"] = torch.ScalarType.Float32,
        ["bfloat16"] = torch.ScalarType.BFloat16,
        ["float64"] = torch.ScalarType.Float64,
    };

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The policy: a Hugging Face folder, such as a checkpoint" };
        var prompt = new Option<string?>("--prompt")
        {
            HelpName = "TEXT",
            Description = "Complete this; else JSON lines with prompt or prompt_ids, and id, are read from the input",
        };
        var json = CommonOptions.Json("Write JSON lines with id, ids, text and log_probs; always so without --prompt");
        var device = new Option<string>("--device")
        {
            HelpName = "NAME",
            Description = "auto, cpu, cuda or cuda:N",
            DefaultValueFactory = _ => "auto",
        };
        var dtype = CommonOptions.Type("The type of the weights; on a CPU bfloat16 becomes float32", "float32", [.. Types.Keys]);
        var sampling = new SamplingArguments();
        var command = new Command("generate", "Complete prompts with a policy") { directory, prompt, json, device, dtype };
        sampling.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var (folder, text) = (result.GetRequiredValue(directory), result.GetValue(prompt));
            PolicyGenerator.Check(folder);
            var prompts = text is null
                ? await RowReader.ReadAsync(PromptRow.Parse, error, stop)
                : [new PromptRow("--prompt", JsonValue.Create(1), text, [])];
            CommonOptions.LoadLibTorch(result);
            using var scope = torch.NewDisposeScope();
            using var generator = new PolicyGenerator(
                folder, CommonOptions.FindDevice(result.GetRequiredValue(device)), Types[result.GetRequiredValue(dtype)]);
            var completions = generator.Generate(generator.Requests(prompts, sampling.Read(result)), stop);
            var write = text is null || result.GetValue(json) ? JsonRows(output) : (_, completion) => output.WriteLine(completion.Text);
            foreach (var (row, group) in prompts.Zip(completions))
                foreach (var completion in group) write(row, completion);
            return 0;
        });
        return command;
    }

    private static Action<PromptRow, Completion> JsonRows(TextWriter output)
    {
        var writer = new RowWriter(output);
        return (row, completion) => writer.Write(new JsonObject
        {
            ["id"] = row.Id.DeepClone(),
            ["ids"] = RowWriter.Integers(completion.Tokens),
            ["text"] = completion.Text,
            ["log_probs"] = new JsonArray([.. completion.LogProbs.Select(RowWriter.Number)]),
        });
    }
}

using System.CommandLine;
using Agro.Cli.Generation;
using Agro.Models;
using TorchSharp;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host export</c>: copies the policy out of a checkpoint, as a Hugging Face folder.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, torch.ScalarType> Types = new()
    {
        ["float32"] = torch.ScalarType.Float32,
        ["bfloat16"] = torch.ScalarType.BFloat16,
    };

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var checkpoint = new Argument<string>("CHECKPOINT") { Description = "The policy: a checkpoint's folder, or any Hugging Face folder" };
        var to = new Option<string>("--to") { HelpName = "DIR", Description = "Where to write the folder; absent or empty", Required = true };
        var dtype = new Option<string?>("--dtype") { HelpName = "TYPE", Description = "The type of the weights (else that which they have)" };
        dtype.AcceptOnlyFromAmong([.. Types.Keys]);
        var merge = new Option<bool>("--merge") { Description = "Merge a checkpoint's LoRA adapters into the model that they are for; without it they are written alone, in PEFT's layout" };
        var baseModel = new Option<string?>("--base-model") { HelpName = "DIR", Description = "The model that adapters are for (else the one that they name)" };
        var command = new Command("export", "Write a policy as a Hugging Face folder: config, tokenizer files and safetensors, in shards above 5 GB")
        {
            checkpoint, to, dtype, merge, baseModel,
        };
        command.SetAction(result =>
        {
            var (source, directory) = (result.GetRequiredValue(checkpoint), result.GetRequiredValue(to));
            PolicyGenerator.Check(source);
            CommonOptions.LoadLibTorch(result);
            try
            {
                PolicyExport.Write(source, directory, new()
                {
                    Type = result.GetValue(dtype) is { } name ? Types[name] : null,
                    Merge = result.GetValue(merge),
                    BaseModel = result.GetValue(baseModel),
                });
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"--to: {directory}: cannot be written: {exception.Message}", exception);
            }

            result.InvocationConfiguration.Output.WriteLine(directory);
            return 0;
        });
        return command;
    }
}

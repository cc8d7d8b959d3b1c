using System.CommandLine;
using System.Globalization;
using Agro.Cli.JsonLines;
using Agro.Cli.Terminal;
using Agro.Engine.Runs;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host collect</c>: samples completions of a recipe's prompts, scores them, and writes them as an offline data set.</summary>
internal static class CollectCommand
{
    private const string DefaultOutput = "rollouts.jsonl";

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var recipe = new RecipeArguments();
        var prompts = new Option<int>("--prompts") { HelpName = "N", Required = true, Description = "Of how many prompts; fewer when data.train has fewer" };
        prompts.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 1)
                result.AddError($"--prompts must be at least 1, found {number}");
        });
        var seed = new Option<long?>("--seed") { HelpName = "N", Description = "Decides which prompts and completions (default: the recipe's seed)" };
        var output = CommonOptions.OutputFile(
            $"Write JSON lines to this file (default: {DefaultOutput}); an old one is replaced once the new one is complete");
        var command = new Command("collect", "Sample completions of a recipe's training prompts from the policy that it starts with, score them, "
            + "and write them as a data set for offline training: one line a prompt, which the data source jsonl reads")
        {
            prompts, output, seed,
        };
        recipe.AddTo(command);
        command.SetAction((result, stop) =>
        {
            var request = recipe.Read(result);
            if (result.GetValue(seed) is { } given)
                request = request with { Sets = [.. request.Sets, string.Create(CultureInfo.InvariantCulture, $"seed={given}")] };
            var path = result.GetValue(output) ?? DefaultOutput;
            CheckName(path);
            Collect(request, result.GetValue(prompts), path, result.InvocationConfiguration, stop);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void CheckName(string path)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is ".PARQUET" or ".GZ")
            throw new InputException($"{path}: collect writes plain JSON lines, which the data source jsonl reads: name a .jsonl file");
    }

    private static void Collect(RunRequest request, int prompts, string path, InvocationConfiguration terminal, CancellationToken stop)
    {
        using var file = new WholeFile(path);
        var summary = CollectionRun.Execute(
            request,
            prompts,
            (groups, total) =>
            {
                foreach (var group in groups) file.Write(CompletionRow.Of(group, total.RewardSum is not null).ToJsonString(RowWriter.Readable) + "\n");
                terminal.Error.WriteLine($"{total.Prompts} of {total.Wanted} prompts, {Counts(total)}");
            },
            stop);
        file.Complete();
        foreach (var notice in summary.Notices) terminal.Error.WriteLine(notice);
        terminal.Output.WriteLine($"{path}: {summary.Total.Prompts} prompts, {Counts(summary.Total)}, sampled from {summary.Policy}");
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Total.Tokens} tokens, {summary.Total.Tokens / Math.Max(summary.Total.SamplingSeconds, 1e-9):F0} a second"));
        terminal.Output.WriteLine("To train on it, say in a recipe:");
        terminal.Output.WriteLine($"  data: {{ train: {{ use: jsonl, path: {Quoted(Path.GetFullPath(path))} }} }}");
        terminal.Output.WriteLine("  rollouts: { source: data }");
    }

    private static string Counts(CollectionProgress total) => total.RewardSum is { } sum && total.Completions > 0
        ? $"{total.Completions} completions, reward {Figures.Score(sum / total.Completions)}"
        : $"{total.Completions} completions";

    // As YAML: quoted where a plain word would end early or be no text.
    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-".Contains(character)) ? path : $"'{path.Replace("'", "''")}'";
}

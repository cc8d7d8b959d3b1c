using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;
using Agro.Cli.Terminal;
using Agro.Engine.Runs;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host eval</c>: evaluates a policy as a recipe says.</summary>
internal static class EvalCommand
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var recipe = new RecipeArguments("The recipe; or a run folder for its recipe and newest checkpoint, or a checkpoint in one");
        var checkpoint = new Option<string?>("--checkpoint")
        {
            HelpName = "DIR",
            Description = "The policy's folder (default: the recipe's policy.model)",
        };
        var output = CommonOptions.OutputFile("Write the completions to this file as JSON lines");
        var json = CommonOptions.Json("Write the metrics as a JSON object");
        var command = new Command("eval", "Evaluate a policy as a recipe says") { checkpoint, output, json };
        recipe.AddTo(command);
        command.SetAction((result, stop) =>
        {
            var evaluation = PolicyEvaluation.Execute(new(recipe.Read(result), result.GetValue(checkpoint)), stop);
            foreach (var notice in evaluation.Notices) result.InvocationConfiguration.Error.WriteLine(notice);
            if (result.GetValue(output) is { } path)
                CommonOptions.WriteFile(path, evaluation.Completions().Select(row => row.ToJsonString(RowWriter.Readable) + "\n"));
            if (result.GetValue(json)) WriteJson(evaluation, result.InvocationConfiguration.Output);
            else WriteText(evaluation, result.InvocationConfiguration.Output);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void WriteJson(EvaluationResult evaluation, TextWriter output) => new RowWriter(output).Write(new JsonObject
    {
        ["recipe"] = evaluation.Recipe,
        ["policy"] = evaluation.Policy,
        ["step"] = evaluation.Step,
        ["prompts"] = evaluation.Prompts,
        ["metrics"] = new JsonObject(evaluation.Metrics.Select(metric => KeyValuePair.Create(metric.Key, RowWriter.Number(metric.Value)))),
    });

    private static void WriteText(EvaluationResult evaluation, TextWriter output)
    {
        var width = EvaluationFigures.Names(evaluation.Metrics).Max(name => name.Length);
        output.WriteLine($"{evaluation.Policy} (step {evaluation.Step}) on {evaluation.Prompts} prompts");
        foreach (var name in EvaluationFigures.Names(evaluation.Metrics))
            output.WriteLine($"  {name.PadRight(width)}  {Figures.Number(evaluation.Metrics[name]),9}{EvaluationFigures.Interval(evaluation.Metrics, name)}");
    }
}

using System.CommandLine;
using Agro.Cli.Comparison;
using Agro.Cli.JsonLines;
using Agro.Engine.Comparison;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host compare</c>: compares runs over their seeds.</summary>
internal sealed class CompareCommand
{
    private readonly Argument<string[]> _runs = new("RUNS")
    {
        Description = "Run folders, folders of run folders such as a sweep's, or patterns of both",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _metrics = Names("--metric", "NAME", "A metric of the steps, or of evaluations as eval/NAME (default: those of evaluations, and reward)");

    private readonly Option<string[]> _groupBy = Names(
        "--group-by", "PATH", "Put runs together that agree in this part of the recipe (default: that differ in their seed only)");

    private readonly Option<string?> _against = new("--against")
    {
        HelpName = "PATH",
        Description = "Draw metrics against this number of the recipe, such as rollouts.staleness, instead of the steps: a line for each group of --group-by (default: algorithm.use)",
    };

    private readonly Option<string> _at = new Option<string>("--at")
    {
        HelpName = "VALUE",
        Description = "What stands for a run: the mean of the last tenth of its steps, or its last evaluation (tail); the last value, the mean of all, or the highest (best)",
        DefaultValueFactory = _ => "tail",
    }.AcceptOnlyFromAmong("tail", "last", "mean", "best");

    private readonly Option<string?> _baseline = new("--baseline") { HelpName = "LABEL", Description = "The group that others are held against (default: the first)" };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "Write compare.json, table.md and a figure of each metric, as PNG and SVG, to this folder",
    };

    private readonly Option<string> _format = new Option<string>("--format") { HelpName = "FORMAT", Description = "How to print", DefaultValueFactory = _ => "table" }
        .AcceptOnlyFromAmong("table", "markdown", "json");

    private CompareCommand()
    {
    }

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var compare = new CompareCommand();
        var command = new Command("compare", "Compare runs: means over seeds, confidence intervals, paired differences, figures")
        {
            compare._runs, compare._metrics, compare._groupBy, compare._against, compare._at, compare._baseline, compare._output, compare._format,
        };
        command.SetAction(compare.Run);
        return command;
    }

    private static Option<string[]> Names(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description + "; may be repeated", Arity = ArgumentArity.OneOrMore };

    private int Run(ParseResult result)
    {
        var notices = new List<string>();
        var runs = RunFinder.Find(result.GetRequiredValue(_runs));
        var (by, against) = (result.GetValue(_groupBy) ?? [], result.GetValue(_against));
        if (against is not null && by.Length == 0) by = ["algorithm.use"];
        var groups = RunGrouping.Group(runs, against is null ? by : [.. by, against], notices);
        var lines = against is null ? groups : RunGrouping.Group(runs, by, []);
        if (against is not null) groups = RunTrend.Sort(groups, lines, against);
        var at = Enum.Parse<MetricAt>(result.GetRequiredValue(_at), ignoreCase: true);
        var comparison = RunComparison.Of(groups, result.GetValue(_metrics) ?? [], at, result.GetValue(_baseline));
        foreach (var notice in notices) result.InvocationConfiguration.Error.WriteLine(notice);
        var output = result.InvocationConfiguration.Output;
        output.Write(result.GetValue(_format) switch
        {
            "json" => ComparisonJson.Of(comparison).ToJsonString(RowWriter.Indented) + "\n",
            "markdown" => ComparisonText.Markdown(comparison),
            _ => ComparisonText.Table(comparison),
        });
        if (result.GetValue(_output) is not { } folder) return 0;
        Save(comparison, folder);
        var figures = against is null
            ? ComparisonPlots.Save(comparison, folder)
            : ComparisonPlots.SaveAgainst(comparison, lines, against, folder);
        foreach (var figure in figures) result.InvocationConfiguration.Error.WriteLine($"figure: {figure}.png, .svg");
        return 0;
    }

    private static void Save(RunComparison comparison, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be made: {exception.Message}");
        }

        CommonOptions.WriteFile(Path.Combine(folder, "compare.json"), [ComparisonJson.Of(comparison).ToJsonString(RowWriter.Indented), "\n"]);
        CommonOptions.WriteFile(Path.Combine(folder, "table.md"), [ComparisonText.Markdown(comparison)]);
    }
}

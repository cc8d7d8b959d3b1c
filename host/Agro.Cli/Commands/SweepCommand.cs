using System.CommandLine;
using System.Globalization;
using Agro.Cli.Sweeps;
using Agro.Engine.Sweeps;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host sweep</c>: runs a recipe over a grid of settings and several seeds.</summary>
internal static class SweepCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="stops">How the person asks for an end.</param>
    /// <returns>The command.</returns>
    public static Command Create(StopTokens stops)
    {
        var path = new Argument<string>("SWEEP") { Description = "The sweep, a YAML file" };
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "DIR",
            Description = "The sweep's folder, with a run folder for each run (default: runs/NAME). The same command again does what is left",
        };
        var parallel = new Option<int?>("--parallel") { HelpName = "N", Description = "How many runs go on at the same time (default: as the file says, else 1)" };
        parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int?>() is < 1 or > 1024) result.AddError("--parallel: must be between 1 and 1024");
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Check all recipes and list the runs, without running anything" };
        var sets = RecipeArguments.SetOption();
        var plugins = CommonOptions.Plugins();
        var command = new Command("sweep", "Train a policy over a grid of settings and several seeds") { path, output, parallel, dryRun, sets, plugins };
        command.SetAction((result, _) =>
        {
            var plan = SweepReader.Read(new SweepRequest
            {
                Path = result.GetRequiredValue(path),
                Sets = result.GetValue(sets) ?? [],
                PluginPaths = result.GetValue(plugins) ?? [],
                OutputDirectory = result.GetValue(output),
                Parallel = result.GetValue(parallel),
                LibTorchDirectory = CommonOptions.LibTorchDirectory(result),
            }, stops.Stop);
            foreach (var notice in plan.Notices) result.InvocationConfiguration.Error.WriteLine(notice);
            if (!result.GetValue(dryRun)) return new SweepSession(plan, Shared(result, plugins), result.InvocationConfiguration.Output, stops.Stop).RunAsync();
            List(plan, result.InvocationConfiguration.Output);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>What every run's command line has too.</summary>
    private static List<string> Shared(ParseResult result, Option<string[]> plugins)
    {
        var arguments = new List<string>();
        foreach (var plugin in result.GetValue(plugins) ?? []) arguments.AddRange(["--plugins", Path.GetFullPath(plugin)]);
        if (CommonOptions.LibTorchDirectory(result) is { } folder) arguments.AddRange(["--libtorch", Path.GetFullPath(folder)]);
        return arguments;
    }

    private static void List(SweepPlan plan, TextWriter output)
    {
        foreach (var run in plan.Tuning?.Runs ?? []) output.WriteLine($"{Path.GetRelativePath(plan.Directory, run.Directory)}  {State(run)}");
        foreach (var run in plan.Runs) output.WriteLine($"{run.Name}  {(plan.Tuning is null ? State(run) : "if chosen, " + State(run))}");
        var runs = plan.Tuning is { } tuning
            ? $"{Count(tuning.Runs.Length)} runs to choose, then {Count(plan.Runs.Length / plan.Points.Length * plan.Points.DistinctBy(point => point.Variant).Count())}"
            : $"{Count(plan.Runs.Length)} runs";
        output.WriteLine($"{plan.Name}: {runs} in {plan.Directory}");
    }

    private static string State(SweepRun run) => run.Look() switch
    {
        SweepRunState.Finished => "finished",
        SweepRunState.Resumable => "to be resumed",
        _ => "to be done",
    };

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}

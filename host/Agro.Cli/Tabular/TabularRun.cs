using System.CommandLine;
using Agro.Engine.Runs;
using Agro.Engine.Tabular;

namespace Agro.Cli.Tabular;

/// <summary>Runs a tabular experiment for the terminal: the engine writes numbers, this draws them.</summary>
internal static class TabularRun
{
    /// <summary>Runs a recipe, prints its table and draws its figure.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="configuration">Where output goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">Something cannot be used; nothing was written.</exception>
    /// <exception cref="AgroException">An algorithm failed, or a file cannot be written.</exception>
    public static int Execute(RunRequest request, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        var result = TabularExperiment.Run(request, new TabularTable(configuration.Output, configuration.Error), cancellationToken);
        var (png, svg) = (Path.Combine(result.Directory, "plot.png"), Path.Combine(result.Directory, "plot.svg"));
        var figure = TabularFigure.Of(result);
        try
        {
            figure.SavePng(png);
            figure.SaveSvg(svg);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgroException($"{result.Directory}: the plot cannot be written: {exception.Message}");
        }

        configuration.Output.WriteLine($"  run folder  {result.Directory}");
        configuration.Output.WriteLine($"  plot        {png}");
        return 0;
    }
}

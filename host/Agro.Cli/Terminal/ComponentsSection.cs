namespace Agro.Cli.Terminal;

/// <summary>What the run is made of, shown until the first step has something more to say.</summary>
internal static class ComponentsSection
{
    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">The most rows, the heading included.</param>
    /// <returns>Nothing before the start and after the first step.</returns>
    public static List<Line> Build(RunView view, int width, int rows) => view is { Step: null, Start.Components: { Count: > 0 } components }
        ? [LiveLayout.Rule("components", width), .. components.Take(rows - 1).Select(component => new Line().Add(component))]
        : [];
}

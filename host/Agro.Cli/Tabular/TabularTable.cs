using System.Collections.Immutable;
using System.Globalization;
using Agro.Cli.Terminal;
using Agro.Engine.Tabular;

namespace Agro.Cli.Tabular;

/// <summary>Prints the results of a tabular experiment as a table, line by line as they come.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="error">Where notices go.</param>
internal sealed class TabularTable(TextWriter output, TextWriter error) : ITabularObserver
{
    private const string OffPolicy = "off-policy", OnPolicy = "on-policy", Title = "KL to the optimum / its start";
    private int _labels, _cell;
    private ImmutableArray<long> _steps = [];

    /// <summary>What a behavior policy makes of an algorithm.</summary>
    /// <param name="behavior">The behavior policy.</param>
    public static string NameOf(BehaviorPolicy behavior) => behavior == BehaviorPolicy.Policy ? OnPolicy : OffPolicy;

    /// <inheritdoc/>
    public void Started(TabularPlan plan, string directory)
    {
        var section = plan.Recipe.Tabular;
        foreach (var notice in plan.Notices) error.WriteLine(notice);
        var problems = section.Draws == 1 ? "" : $", {Text(section.Draws)} problems: median [least to greatest]";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Recipe.Name}: {plan.Completions} completions, beta {section.Beta}, step size {section.StepSize}, exact expected gradients{problems}"));
        _steps = plan.ReportSteps;
        _labels = Math.Max(Title.Length, plan.Labels.Max(label => label.Length) + ", ".Length + OffPolicy.Length) + 2;
        _cell = section.Draws == 1 ? 12 : 30;
        output.WriteLine($"  {Title.PadRight(_labels)}{string.Concat(_steps.Select(step => $"step {Text(step)}".PadLeft(_cell)))}");
    }

    /// <inheritdoc/>
    public void Finished(TabularCurve curve)
    {
        var label = $"{curve.Algorithm}, {NameOf(curve.Behavior)}".PadRight(_labels);
        output.WriteLine($"  {label}{string.Concat(_steps.Select(step => Cell(curve.DistanceAt(step), curve.Traces.Length).PadLeft(_cell)))}");
    }

    private static string Cell(TabularSpread spread, int problems) => problems == 1
        ? Distance(spread.Median)
        : $"{Distance(spread.Median)} [{Distance(spread.Min)} to {Distance(spread.Max)}]";

    private static string Distance(double value) => double.IsFinite(value) ? value.ToString("0.0e-0", CultureInfo.InvariantCulture) : Figures.Number(value);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>New versions of plugins and scripts as people read of them.</summary>
internal static class SwapText
{
    /// <summary>Whether it is something that a person should mend or decide.</summary>
    /// <param name="report">The report.</param>
    public static bool IsWarning(SwapReport report) => report.Outcome != SwapOutcome.Swapped;

    /// <summary>The whole text; several lines.</summary>
    /// <param name="report">The report.</param>
    public static string Of(SwapReport report) =>
        // Faults of files name them already, with the line.
        $"{Heading(report.Outcome)} {(report.Text.StartsWith(report.Name, StringComparison.Ordinal) ? "" : $"{report.Name}: ")}{report.Text}";

    private static string Heading(SwapOutcome outcome) => outcome switch
    {
        SwapOutcome.Swapped => "swapped",
        SwapOutcome.Refused => "new version refused:",
        SwapOutcome.Held => "new version held:",
        _ => "taken back:",
    };
}

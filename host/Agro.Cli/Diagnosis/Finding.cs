namespace Agro.Cli.Diagnosis;

/// <summary>One line of <c>agro-host doctor</c>.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found.</param>
/// <param name="Verdict">Whether that is well; null when it is only information.</param>
internal sealed record Finding(string Subject, string Text, bool? Verdict = null);

/// <summary>Prints findings and remembers whether all were well.</summary>
/// <param name="output">Where they are printed.</param>
internal sealed class FindingPrinter(TextWriter output)
{
    /// <summary>Whether no finding so far was a failure.</summary>
    public bool AllWell { get; private set; } = true;

    /// <summary>Prints findings as they are made, so that what aborts the process is the line after the last.</summary>
    /// <param name="findings">The findings.</param>
    public void Print(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var mark = finding.Verdict switch { null => "", true => "ok", false => "FAILED" };
            output.WriteLine($"{mark,-8}{finding.Subject,-17}{finding.Text}");
            output.Flush();
            if (finding.Verdict == false) AllWell = false;
        }
    }
}

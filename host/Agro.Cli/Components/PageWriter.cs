using Spectre.Console;
using Spectre.Console.Rendering;

namespace Agro.Cli.Components;

/// <summary>Writes pages for people: with colours and as wide as is good to read at a terminal, as plain lines anywhere else.</summary>
internal static class PageWriter
{
    private const int Narrow = 80, Wide = 110;

    /// <summary>Writes a page.</summary>
    /// <param name="parts">Its parts, one below the other.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IEnumerable<IRenderable> parts, TextWriter output)
    {
        if (output == Console.Out && !Console.IsOutputRedirected && Console.WindowWidth > 0)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
            console.Profile.Width = Math.Min(Console.WindowWidth, Wide);
            foreach (var part in parts) console.Write(part);
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        plain.Profile.Width = Narrow;
        foreach (var part in parts) plain.Write(part);
        var lines = text.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        output.Write(string.Concat(lines.Select(line => line.TrimEnd() + "\n")));
    }
}

using Spectre.Console;

namespace Agro.Cli.Terminal;

/// <summary>Chooses how a run is shown.</summary>
internal static class Terminals
{
    /// <summary>Takes the live view where there is a terminal for it, lines otherwise.</summary>
    /// <param name="plain">Whether the person asked for lines.</param>
    /// <param name="stops">Cancelled when the person asks for an end, which is then noted.</param>
    /// <returns>The terminal; it must be disposed before anything else is printed.</returns>
    public static ITerminal Choose(bool plain, StopTokens stops = default)
    {
        ITerminal terminal = WhyPlain(plain) is null ? Live() : new PlainTerminal(Console.Out, Console.Error, TimeProvider.System);
        stops.Stop.Register(() => terminal.Note("stopping after this step; Ctrl+C again does not wait for it"));
        stops.Abort.Register(() => terminal.Note("stopping now; Ctrl+C again ends the program without saving"));
        return terminal;
    }

    /// <summary>Says how a run would be shown here.</summary>
    /// <returns>A phrase for a person.</returns>
    public static string Describe()
    {
        if (WhyPlain(plain: false) is { } reason) return $"plain lines ({reason})";
        var (width, height) = (Console.WindowWidth, Console.WindowHeight);
        return $"live view, {width} x {height}, {(Colors() == ColorSystemSupport.NoColors ? "no colours" : "colours")}";
    }

    /// <summary>Why there is no live view.</summary>
    /// <param name="plain">Whether the person asked for lines.</param>
    /// <returns>The reason; null when there can be one.</returns>
    public static string? WhyPlain(bool plain) => plain ? "--plain"
        : Console.IsOutputRedirected ? "the output is no terminal"
        : Variable("TERM") == "dumb" ? "TERM=dumb"
        : Variable("CI") is "true" or "1" ? "CI"
        : !AnsiConsole.Profile.Capabilities.Ansi ? "the terminal knows no escape sequences"
        : null;

    private static LiveTerminal Live() =>
        new(new TerminalDevice(Console.Out, () => new(Console.WindowWidth, Console.WindowHeight), Colors()) { IsConsole = true }, TimeProvider.System);

    private static ColorSystemSupport Colors() => Variable("NO_COLOR") is not null ? ColorSystemSupport.NoColors
        : AnsiConsole.Profile.Capabilities.ColorSystem switch
        {
            ColorSystem.NoColors => ColorSystemSupport.NoColors,
            // The styles are of the sixteen colours, which follow the terminal's theme only as such.
            _ => ColorSystemSupport.Standard,
        };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

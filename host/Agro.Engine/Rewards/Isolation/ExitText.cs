using System.Globalization;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>Says how a process ended by itself.</summary>
internal static class ExitText
{
    private const int FirstSignal = 128, LongestText = 600;

    /// <summary>Says it.</summary>
    /// <param name="code">The exit code; null when the process had not ended.</param>
    /// <param name="lastWords">What the runtime wrote to the error output; null for nothing.</param>
    public static string Of(int? code, string? lastWords)
    {
        var how = code switch
        {
            null => "closed its output",
            > FirstSignal and < FirstSignal + 65 when !OperatingSystem.IsWindows() => $"was ended by signal {Signal(code.Value - FirstSignal)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"ended by itself with exit code {code}"),
        };
        var text = lastWords is null ? "" : $": {(lastWords.Length > LongestText ? lastWords[..LongestText] + "…" : lastWords)}";
        return $"its process {how}{text}";
    }

    private static string Signal(int number) => number switch
    {
        6 => "SIGABRT",
        9 => "SIGKILL (memory may have run out)",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}

namespace Agro.EndToEnd;

/// <summary>How to start a process.</summary>
internal sealed record ProcessStart
{
    /// <summary>The arguments, each passed as it is.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What it reads; the empty default is the end of the input at once.</summary>
    public string Input { get; init; } = "";

    /// <summary>The folder it works in; null for the temporary folder, where nothing of the repository is found by chance.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment variables to set, or with null to remove.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>When to give up: the process and all it started are killed, and the test fails with what was written so far.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}

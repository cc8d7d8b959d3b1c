namespace Agro.EndToEnd;

/// <summary>What became of a process.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal when a signal ended it.</param>
/// <param name="Output">Everything it wrote to the output.</param>
/// <param name="Error">Everything it wrote to the error output.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output, without an empty one at the end.</summary>
    public IReadOnlyList<string> Lines { get; } = [.. Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];

    /// <summary>Fails with everything that was written unless the exit code is the expected one.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <returns>This result.</returns>
    public ProcessResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n{this}");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error output\n{Error}";
}

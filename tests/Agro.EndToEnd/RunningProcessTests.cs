namespace Agro.EndToEnd;

public class RunningProcessTests
{
    private static RunningProcess Shell(string script, string input = "", int seconds = 60)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("needs a Unix shell");
        return RunningProcess.Start("/bin/sh", new ProcessStart { Arguments = ["-c", script], Input = input, Timeout = TimeSpan.FromSeconds(seconds) });
    }

    [Fact]
    public async Task Both_outputs_and_the_exit_code_come_back()
    {
        await using var process = Shell("echo out; echo err >&2; exit 3");
        Assert.Equal(new ProcessResult(3, "out\n", "err\n").ToString(), (await process.WaitAsync()).ToString());
    }

    [Fact]
    public async Task More_than_a_pipe_holds_passes_through_in_all_directions_at_once()
    {
        var input = new string('x', 1_000_000);
        await using var process = Shell("tee /dev/stderr", input);
        var result = (await process.WaitAsync()).Expect(0);
        Assert.Equal(input.Length, result.Output.Length);
        Assert.Equal(input.Length, result.Error.Length);
    }

    [Fact]
    public async Task A_process_that_does_not_read_its_input_is_no_fault()
    {
        await using var process = Shell("exit 0", new string('x', 1_000_000));
        (await process.WaitAsync()).Expect(0);
    }

    [Fact]
    public async Task A_signal_reaches_the_process_once_it_is_ready()
    {
        await using var process = Shell("trap 'echo caught; exit 42' INT; echo ready; while :; do sleep 0.05; done");
        await process.WaitForOutputAsync("ready");
        process.Interrupt();
        Assert.Equal("ready\ncaught\n", (await process.WaitAsync()).Expect(42).Output);
    }

    [Fact]
    public async Task A_process_that_takes_too_long_is_killed_and_what_it_wrote_is_told()
    {
        await using var process = Shell("echo so far; sleep 600", seconds: 1);
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(process.WaitAsync);
        Assert.Contains("so far", failure.Message, StringComparison.Ordinal);
        Assert.Contains("not observed within 1 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_never_comes_is_told_with_what_came_instead()
    {
        await using var process = Shell("echo something else");
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => process.WaitForOutputAsync("ready"));
        Assert.Contains("something else", failure.Message, StringComparison.Ordinal);
    }
}

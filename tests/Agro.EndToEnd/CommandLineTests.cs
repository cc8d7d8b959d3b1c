namespace Agro.EndToEnd;

public class CommandLineTests
{
    [Fact]
    public async Task Help_lists_the_commands()
    {
        var result = (await AgroHost.RunAsync("--help")).Expect(0);
        Assert.Contains(result.Lines, line => line.TrimStart().StartsWith("doctor ", StringComparison.Ordinal));
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task An_unknown_command_is_bad_usage_with_a_suggestion()
    {
        var result = (await AgroHost.RunAsync("docter")).Expect(2);
        Assert.Contains("doctor", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task The_version_is_one_line() => Assert.Single((await AgroHost.RunAsync("--version")).Expect(0).Lines);
}

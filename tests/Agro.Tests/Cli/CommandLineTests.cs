using Agro.Cli;

namespace Agro.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new(), _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, _output, _error, default);

    [Theory]
    [InlineData("docter", "doctor")]
    [InlineData("docter --help", "doctor")]
    [InlineData("doctor --libtroch x", "--libtorch")]
    public async Task A_misspelt_word_is_refused_with_the_nearest_one(string arguments, string nearest)
    {
        Assert.Equal(2, await RunAsync(arguments.Split(' ')));
        Assert.Contains(nearest, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task No_arguments_show_the_help()
    {
        Assert.Equal(0, await RunAsync());
        Assert.Contains("doctor", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(InputException), 2)]
    [InlineData(typeof(AgroException), 1)]
    public void A_persons_mistake_is_printed_without_a_stack(Type type, int exitCode)
    {
        var exception = (Exception)Activator.CreateInstance(type, "r.yaml:3:1: no", null)!;
        Assert.Equal(exitCode, ErrorPrinter.Print(new AggregateException(exception), _error));
        Assert.Equal($"r.yaml:3:1: no{Environment.NewLine}", _error.ToString());
    }

    [Fact]
    public void An_interruption_has_the_exit_code_of_shells() => Assert.Equal(130, ErrorPrinter.Print(new OperationCanceledException(), _error));

    [Fact]
    public void Anything_else_is_our_bug_and_says_where()
    {
        Assert.Equal(70, ErrorPrinter.Print(new InvalidOperationException("oh"), _error));
        Assert.Contains("please report", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), _error.ToString(), StringComparison.Ordinal);
    }
}

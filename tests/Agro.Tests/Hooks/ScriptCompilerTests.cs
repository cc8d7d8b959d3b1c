using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

public sealed class ScriptCompilerTests : IDisposable
{
    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private string[] ErrorsOf(string text)
    {
        var fault = Assert.Throws<InputException>(() => ScriptCompiler.Compile(run.Write("hook.csx", text)));
        Assert.Equal(2, fault.ExitCode);
        return fault.Message.Replace(run.Of("x")[..^1], "", StringComparison.Ordinal).Split('\n');
    }

    [Fact]
    public void All_errors_are_reported_with_file_line_and_column()
    {
        var errors = ErrorsOf("""
            OnStep(step => step.LogMetric("x", "y"));
            OnStep(step => step.Stpo());
            var x = ;
            """);
        Assert.Equal(3, errors.Length);
        Assert.StartsWith("hook.csx:1:36: CS1503 ", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("hook.csx:2:21: CS1061 'StepContext' does not contain a definition", errors[1], StringComparison.Ordinal);
        Assert.StartsWith("hook.csx:3:9: CS1525 ", errors[2], StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_loaded_script_is_located_there()
    {
        run.Write("part.csx", "int One() =>\n    \"one\";");
        Assert.StartsWith("part.csx:2:5: CS0029 ", Assert.Single(ErrorsOf("#load \"part.csx\"\nOne();")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_part_is_reported_at_its_directive() =>
        Assert.StartsWith("hook.csx:1:7: CS1504 ", ErrorsOf("#load \"absent.csx\"")[0], StringComparison.Ordinal);

    [Fact]
    public void Packages_are_refused_with_what_to_do_instead()
    {
        var error = Assert.Single(ErrorsOf("#r \"nuget: Newtonsoft.Json, 13.0.3\""));
        Assert.StartsWith("hook.csx:1:1: CS0006 hooks cannot fetch packages: put the DLL", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OnStep(async step => { await Task.Yield(); });", "hook.csx:2:8: an async action would not be awaited")]
    [InlineData("OnStep(async delegate (StepContext step) { await Task.Yield(); });", "hook.csx:2:8: an async action")]
    [InlineData("async void Later() { await Task.Yield(); }", "hook.csx:2:1: an async action")]
    public void Actions_that_nobody_would_await_are_refused(string text, string error) =>
        Assert.StartsWith(error, Assert.Single(ErrorsOf("using System.Threading.Tasks;\n" + text)), StringComparison.Ordinal);

    [Fact]
    public void Async_functions_that_are_waited_for_are_fine() =>
        ScriptCompiler.Compile(run.Write("hook.csx", """
            using System.Threading.Tasks;
            async Task<int> One() { await Task.Yield(); return 1; }
            OnStep(step => step.LogMetric("one", One().GetAwaiter().GetResult()));
            """));

    [Fact]
    public void A_missing_script_is_bad_input()
    {
        var fault = Assert.Throws<InputException>(() => ScriptCompiler.Compile(run.Of("absent.csx")));
        Assert.Equal($"{run.Of("absent.csx")}: no such script", fault.Message);
    }

    [Fact]
    public void Scripts_are_compiled_for_exact_lines_with_symbols()
    {
        var script = ScriptCompiler.Compile(run.Write("hook.csx", "OnStep(step => { });"));
        Assert.NotEmpty(script.Image);
        Assert.Equal("BSJB"u8.ToArray(), script.Symbols[..4]);
        Assert.Equal([run.Of("hook.csx")], script.Sources);
    }

    [Fact]
    public async Task Warming_up_compiles_without_a_fault() => await ScriptCompiler.WarmUp();
}

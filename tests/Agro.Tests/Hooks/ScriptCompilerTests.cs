using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

public sealed class ScriptCompilerTests : IDisposable
{
    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private string[] ErrorsOf(string text)
    {
        var fault = Assert.Throws<ScriptFaultException>(() => ScriptCompiler.Compile(run.Write("hook.csx", text)));
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
    [InlineData("async void Later() { await Task.Yield(); }", "hook.csx:2:1: an async void is not awaited")]
    [InlineData("class Late { public async void Later() { await Task.Yield(); } }", "hook.csx:2:14: an async void is not awaited")]
    [InlineData("Action later = async () => await Task.Yield();", "hook.csx:2:16: an async void is not awaited")]
    [InlineData("void F() { async void G() => await Task.Yield(); G(); }", "hook.csx:2:12: an async void is not awaited")]
    [InlineData("ValueTask Later() => default; OnStep(step => Later());", "hook.csx:2:38: this action gives a ValueTask")]
    public void What_nobody_would_await_is_refused(string text, string error) =>
        Assert.StartsWith(error, Assert.Single(ErrorsOf("\n" + text)), StringComparison.Ordinal);

    [Fact]
    public void A_missing_script_is_bad_input()
    {
        var fault = Assert.Throws<ScriptFaultException>(() => ScriptCompiler.Compile(run.Of("absent.csx")));
        Assert.Equal($"{run.Of("absent.csx")}: no such script", fault.Message);
    }

    [Fact]
    public void Scripts_are_compiled_for_exact_lines_with_symbols()
    {
        var script = ScriptCompiler.Compile(run.Write("hook.csx", "OnStep(step => { });"));
        Assert.NotEmpty(script.Image);
        Assert.Equal("BSJB"u8.ToArray(), script.Symbols[..4]);
        Assert.Equal([run.Of("hook.csx")], script.Sources.Select(file => file.Path));
    }

    [Fact]
    public void A_script_that_does_not_compile_says_which_files_may_mend_it_and_their_hash()
    {
        var part = run.Write("part.csx", "int One() => \"one\";");
        var fault = Assert.Throws<ScriptFaultException>(() => ScriptCompiler.Compile(
            run.Write("hook.csx", "#r \"lib/absent.dll\"\n#load \"part.csx\"\n#load \"absent.csx\"")));
        Assert.Equal([run.Of("hook.csx"), run.Of("absent.csx"), part, run.Of("lib/absent.dll")], fault.Files);
        Assert.Equal(fault.Hash, ScriptFiles.Hash(fault.Files));
        run.Write("absent.csx", "");
        Assert.NotEqual(fault.Hash, ScriptFiles.Hash(fault.Files));
    }
}

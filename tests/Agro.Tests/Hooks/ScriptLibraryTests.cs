using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;

namespace Agro.Tests.Hooks;

/// <summary>DLLs that scripts name with <c>#r</c>.</summary>
public sealed class ScriptLibraryTests : IDisposable
{
    private const string Script = "#r \"lib/Outer.dll\"\nOnRunStarted(run => run.Log(Outer.Word));";

    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Compile(int number = 2)
    {
        var inner = PluginCompiler.Compile(run.Of("lib/Inner.dll"), $"public static class Inner {{ public static int B => {number}; }}");
        PluginCompiler.Compile(run.Of("lib/Outer.dll"), "public static class Outer { public static string Word => $\"{Inner.B} outer\"; }", inner);
    }

    [Fact]
    public async Task A_hook_uses_a_DLL_beside_it_and_what_that_one_needs()
    {
        Compile();
        var hook = await run.LoadAsync(Script);
        await hook.OnRunStartedAsync(run.Run(), Token);
        Assert.Equal("2 outer", Assert.Single(run.Log));
        Assert.Equal([run.Of("hook.csx"), run.Of("lib/Inner.dll"), run.Of("lib/Outer.dll")], hook.Files);
    }

    [Fact]
    public async Task What_a_DLL_needs_may_be_used_without_naming_it()
    {
        Compile();
        var hook = await run.LoadAsync("#r \"lib/Outer.dll\"\nOnRunStarted(run => run.Log($\"{Inner.B}\"));");
        await hook.OnRunStartedAsync(run.Run(), Token);
        Assert.Equal("2", Assert.Single(run.Log));
    }

    [Fact]
    public async Task A_hook_goes_on_with_the_DLLs_that_it_was_compiled_with()
    {
        Compile();
        var hook = await run.LoadAsync(Script);
        Compile(number: 3);
        await hook.OnRunStartedAsync(run.Run(), Token);
        await (await run.LoadAsync(Script)).OnRunStartedAsync(run.Run(), Token);
        Assert.Equal(["2 outer", "3 outer"], run.Log);
    }

    [Fact]
    public async Task A_DLL_that_a_loaded_script_names_lies_beside_that_script()
    {
        Compile();
        run.Write("lib/part.csx", "#r \"Outer.dll\"\nstring Word() => Outer.Word;");
        var hook = await run.LoadAsync("#load \"lib/part.csx\"\nOnRunStarted(run => run.Log(Word()));");
        await hook.OnRunStartedAsync(run.Run(), Token);
        Assert.Equal("2 outer", Assert.Single(run.Log));
    }

    [Fact]
    public async Task What_the_host_has_is_not_taken_from_beside_the_script()
    {
        var contract = typeof(HookScript).Assembly.Location;
        Directory.CreateDirectory(run.Of("lib"));
        File.Copy(contract, run.Of("lib/Agro.Abstractions.dll"));
        PluginCompiler.Compile(run.Of("lib/Outer.dll"), "public static class Outer { public static void Stop(Agro.StepContext step) => step.Stop(\"outer\"); }");
        var hook = await run.LoadAsync("#r \"lib/Outer.dll\"\nOnStep(Outer.Stop);");
        var step = run.Step();
        await hook.OnStepAsync(step, Token);
        Assert.Equal("outer", step.StopReason);
    }

    [Fact]
    public void A_hook_with_DLLs_leaves_memory()
    {
        Compile();
        var retired = new RetiredContexts();
        Use(retired);
        Assert.True(Collect.UntilNone(retired));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Use(RetiredContexts retired)
    {
        var hook = run.LoadAsync(Script).GetAwaiter().GetResult();
        hook.OnRunStartedAsync(run.Run(), Token).AsTask().GetAwaiter().GetResult();
        Assert.Equal("2 outer", Assert.Single(run.Log));
        hook.Retire(retired);
    }
}

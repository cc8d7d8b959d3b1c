using Agro.Engine;
using Agro.Engine.Plugins;
using Agro.Engine.Swaps;
using Agro.Tests.Runs;

namespace Agro.Tests.Swaps;

[Collection(nameof(AloneInTheProcess))]
public sealed class LeakTests : IDisposable
{
    private readonly SwapRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void A_version_that_stays_in_memory_is_told_with_what_of_it_may_be_the_cause()
    {
        static string Source(int value) => $$"""
            using System.Runtime.InteropServices;
            [Component("mine")]
            public sealed class Mine : IRewardFunction
            {
                public Mine() => GCHandle.Alloc(this);
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => new(RewardResult.Of({{value}}));
            }
            """;
        run.UseReward(Source(1), "{ load: [ plugins/Mine/Mine.dll ], swap: { probation: 0 } }");
        run.After(2, () => run.Compile(Source(2))).Until(SwapOutcome.Swapped)
            .When(() => run.Observer.Warnings.Exists(warning => warning.Contains("still in memory", StringComparison.Ordinal))).Go();

        Assert.Contains(run.Observer.Warnings, warning =>
            warning.Contains("its code uses GCHandle.Alloc, which may hold one of its objects", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_serializer_keeps_of_a_plugin_is_let_go_of()
    {
        static string Source(int value) => $$"""
            using System.Text.Json;
            public sealed record Answer(double Value);
            [Component("mine")]
            public sealed class Mine : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                    new(RewardResult.Of(JsonSerializer.Deserialize<Answer>("{ \"Value\": {{value}} }").Value));
            }
            """;
        run.UseReward(Source(1), "{ load: [ plugins/Mine/Mine.dll ], swap: { probation: 0 } }");
        var began = 0L;
        run.After(2, () => run.Compile(Source(2))).Until(SwapOutcome.Swapped)
            .When(() =>
            {
                if (began == 0) began = System.Diagnostics.Stopwatch.GetTimestamp();
                return System.Diagnostics.Stopwatch.GetElapsedTime(began) > HotSwap.LongestStay + TimeSpan.FromSeconds(3);
            }).Go();

        Assert.DoesNotContain(run.Observer.Warnings, warning => warning.Contains("still in memory", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(1);", "JsonSerializer")]
    [InlineData("new Thread(() => { }).Start();", "Thread")]
    [InlineData("var local = new AsyncLocal<int>(); local.Value = 1;", "AsyncLocal")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => { };", "AppDomain.ProcessExit")]
    [InlineData("System.Runtime.InteropServices.GCHandle.Alloc(1);", "GCHandle.Alloc")]
    [InlineData("var text = 1.ToString(); var list = new List<int> { text.Length };", "")]
    public void What_may_keep_a_plugin_in_memory_is_found_in_its_metadata(string code, string expected)
    {
        using var plugins = new Plugins.PluginFolder();
        var path = plugins.Compile("Mine.dll", $$"""
            [Component("mine")] public sealed class Mine : ITrainingHook { public void Do() { {{code}} } }
            """);
        Assert.Equal(expected, string.Join(' ', PluginMetadata.TryRead(path)!.Pinning));
    }
}

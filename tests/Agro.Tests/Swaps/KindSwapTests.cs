using Agro.Engine;

namespace Agro.Tests.Swaps;

/// <summary>Every kind of component is exchanged.</summary>
public sealed class KindSwapTests : IDisposable
{
    private readonly SwapRun run = new();

    public void Dispose() => run.Dispose();

    private static string Source(string answer, int count) => $$"""
        [Component("mine")]
        public sealed class Mine : IDataSource
        {
            public long? Count => {{count}};
            public ValueTask<Prompt> GetAsync(long index, CancellationToken token) =>
                new(new Prompt { Id = $"{index}", Text = $"{index % 8}+1=", Answer = "{{answer}}" });
        }
        """;

    private static string Algorithm(string factor, string needs = "AlgorithmNeeds.None", string more = "") => $$"""
        [Component("mine")]
        public sealed class Mine : IPolicyGradientAlgorithm
        {
            {{more}}
            public AlgorithmNeeds Needs => {{needs}};
            public PolicyLoss ComputeLoss(PolicyBatch batch) =>
                new(Constant.Of({{factor}}) * batch.SumOverTokens(batch.LogProbs).mean());
        }
        """;

    private static string Tracker(string text, string fault = "") => $$"""
        [Component("mine")]
        public sealed class Mine : ITracker
        {
            public ValueTask LogMetricsAsync(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken token)
            {
                {{fault}}
                System.IO.File.AppendAllText("{{text}}", $"{step} ");
                return default;
            }
            public ValueTask DisposeAsync() => default;
        }
        """;

    private static string Hook(string body) => $$"""
        [Component("mine")]
        public sealed class Mine : ITrainingHook
        {
            public ValueTask OnStepAsync(StepContext context, CancellationToken token)
            {
                {{body}}
                return default;
            }
        }
        """;

    private void Use(string section, string value, string source)
    {
        run.Compile(source);
        run.Fixture.Recipe["plugins"] = "[ plugins/Mine/Mine.dll ]";
        run.Fixture.Recipe[section] = value;
    }

    private double Metric(long step, string name) =>
        run.Fixture.Lines("run", "metrics.jsonl")[(int)step - 1][name]?.GetValue<double>() ?? double.NaN;

    [Fact]
    public void A_data_source_with_more_prompts_is_taken_in_a_new_order()
    {
        Use("data", "{ train: { use: mine } }", Source("1", 3));
        run.After(2, () => run.Compile(Source("2", 1000))).Until(SwapOutcome.Swapped).Go(20);

        Assert.Contains("data/train: 2 prompts, 2 changed; 3 prompts -> 1000 prompts in all", run.Last(SwapOutcome.Swapped), StringComparison.Ordinal);
        var step = run.Event("swap")["step"]!.GetValue<long>();
        var rollouts = run.Fixture.Lines("run", "rollouts.jsonl").ToLookup(line => line["step"]!.GetValue<long>() > step);
        Assert.All(rollouts[false], line => Assert.InRange(int.Parse(line["prompt_id"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture), 0, 2));
        Assert.Contains(rollouts[true], line => int.Parse(line["prompt_id"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) > 100);
    }

    [Fact]
    public void A_data_source_that_fails_on_probation_goes_back_and_the_step_is_done_again()
    {
        const string Answer = "public ValueTask<Prompt> GetAsync(long index, CancellationToken token) =>";
        Use("data", "{ train: { use: mine } }", Source("1", 50));
        // The trial asks an instance of its own for two prompts, and each step for two.
        run.After(2, () => run.Compile(Source("2", 50).Replace(Answer, $"private int calls; {Answer} ++calls > 5 ? throw new TimeoutException(\"gone\") :", StringComparison.Ordinal)))
            .Until(SwapOutcome.TakenBack).Go();

        var back = run.Event("swap-back");
        Assert.Contains("mine: GetAsync: TimeoutException: gone at Mine.cs", back["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        var steps = run.Fixture.Lines("run", "rollouts.jsonl").GroupBy(line => line["step"]!.GetValue<long>()).ToList();
        Assert.Equal(run.Steps, steps.Count);
        Assert.Equal("1", steps[(int)back["step"]!.GetValue<long>()].First()["answer"]!.GetValue<string>());
        // The step was done again with the prompts that it had begun with: none is left out, none taken twice in an epoch of 50.
        var taken = steps.SelectMany(step => step.Select(line => line["prompt_id"]!.GetValue<string>()).Distinct()).Take(50).ToList();
        Assert.Equal(taken.Count, taken.Distinct().Count());
    }

    [Fact]
    public void An_algorithm_is_compared_by_loss_and_gradient()
    {
        Use("algorithm", "{ use: mine }", Algorithm("1"));
        run.After(2, () => run.Compile(Algorithm("3"))).Until(SwapOutcome.Swapped).Go();

        var canary = run.Event("swap")["canary"]!["algorithm"]!;
        Assert.Equal(3, canary["loss_after"]!.GetValue<double>() / canary["loss_before"]!.GetValue<double>(), 1e-5);
        Assert.Equal(2, canary["gradient_change"]!.GetValue<double>(), 1e-5);
        Assert.Equal(3, canary["gradient_norm_after"]!.GetValue<double>() / canary["gradient_norm_before"]!.GetValue<double>(), 1e-5);
        Assert.Contains("gradient changed by 200 %", run.Last(SwapOutcome.Swapped), StringComparison.Ordinal);
    }

    [Fact]
    public void An_algorithm_whose_loss_is_not_finite_on_probation_goes_back_and_the_step_is_done_again()
    {
        Use("algorithm", "{ use: mine }", Algorithm("1"));
        run.After(2, () => run.Compile(Algorithm("(++calls > 2 ? double.NaN : 1)", more: "private int calls;")))
            .Until(SwapOutcome.TakenBack).Go();

        var back = run.Event("swap-back");
        Assert.Contains("the loss is NaN", back["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(run.Event("swap")["step"]!.GetValue<long>() + 2, back["step"]!.GetValue<long>());
        Assert.Equal(run.Steps, run.Fixture.Lines("run", "metrics.jsonl").Count);
    }

    [Theory]
    [InlineData("AlgorithmNeeds.Reference", "needs Reference, the run was started with None")]
    [InlineData("AlgorithmNeeds.Values", "needs Values, the run was started with None")]
    public void An_algorithm_that_needs_what_the_run_has_not_is_refused(string needs, string reason)
    {
        Use("algorithm", "{ use: mine }", Algorithm("1"));
        run.After(2, () => run.Compile(Algorithm("1", needs))).Until(SwapOutcome.Refused).Go();
        Assert.Contains(reason, run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tracker_is_exchanged_and_goes_back_when_it_fails()
    {
        var (first, second) = (Path.Combine(run.Fixture.Folder, "first.txt"), Path.Combine(run.Fixture.Folder, "second.txt"));
        Use("trackers", "[ { use: mine } ]", Tracker(first));
        run.After(2, () => run.Compile(Tracker(second))).Until(SwapOutcome.Swapped).UntilEvent("swap-confirmed")
            .After(1, () => run.Compile(Tracker(second, "throw new System.IO.IOException(\"no route\");"))).Until(SwapOutcome.TakenBack).Go();

        Assert.Contains("tracker mine: IOException: no route at Mine.cs:", run.Last(SwapOutcome.TakenBack), StringComparison.Ordinal);
        long[] steps = [.. $"{File.ReadAllText(first)}{File.ReadAllText(second)}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        // The step in which the third version failed is the only one that nobody logged.
        Assert.Equal(run.Steps - 1, steps.Length);
        Assert.Equal(run.Event("swap-back")["step"]!.GetValue<long>(), Assert.Single(Enumerable.Range(1, (int)run.Steps).Select(step => (long)step).Except(steps)));
    }

    [Fact]
    public void A_compiled_hook_is_exchanged_and_goes_back_when_it_fails()
    {
        Use("hooks", "[ { use: mine } ]", Hook("context.LogMetric(\"mine\", 1);"));
        run.After(2, () => run.Compile(Hook("context.LogMetric(\"mine\", 2);"))).Until(SwapOutcome.Swapped).UntilEvent("swap-confirmed")
            .After(1, () => run.Compile(Hook("throw new FormatException(\"bad\");"))).Until(SwapOutcome.TakenBack).Go();

        var step = run.Event("swap-back")["step"]!.GetValue<long>();
        Assert.Equal((1, double.NaN, 2), (Metric(1, "mine"), Metric(step, "mine"), Metric(step + 1, "mine")));
        Assert.Contains("hook mine: OnStepAsync: FormatException: bad at Mine.cs:6", run.Last(SwapOutcome.TakenBack), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_components_of_a_plugin_change_together_or_not_at_all()
    {
        static string Both(int value, string load) => $$"""
            using System.Text.Json.Nodes;
            [Component("mine")]
            public sealed class Mine : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => new(RewardResult.Of({{value}}));
            }
            [Component("other")]
            public sealed class Other : ITrainingHook, IStateful
            {
                public ComponentState SaveState() => new({{value}}, new JsonObject());
                public void LoadState(ComponentState state) { {{load}} }
                public ValueTask OnStepAsync(StepContext context, CancellationToken token) { context.LogMetric("other", {{value}}); return default; }
            }
            """;
        run.UseReward(Both(1, ""));
        run.Fixture.Recipe["hooks"] = "[ { use: other } ]";
        run.After(2, () => run.Compile(Both(2, "throw new NotSupportedException($\"version {state.Version}\");"))).Until(SwapOutcome.Refused)
            .After(2, () => run.Compile(Both(3, ""))).Until(SwapOutcome.Swapped).Go();

        Assert.Contains("other: LoadState: NotSupportedException: version 1 at Mine.cs", run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.All(run.Fixture.Lines("run", "metrics.jsonl"), line => Assert.Equal(line["reward"]!.GetValue<double>(), line["other"]!.GetValue<double>()));
        Assert.Equal(3, Metric(run.Steps, "other"));
    }
}

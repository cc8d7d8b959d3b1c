using Agro.Engine;

namespace Agro.Tests.Swaps;

public sealed class ScriptSwapTests : IDisposable
{
    private readonly SwapRun run = new();

    public ScriptSwapTests() => run.Fixture.Recipe["hooks"] = "[ { script: hook.csx } ]";

    public void Dispose() => run.Dispose();

    private void Write(string text, string name = "hook.csx") => run.Fixture.Write(name, text);

    private IReadOnlyList<double> Metric(string name) =>
        [.. run.Fixture.Lines("run", "metrics.jsonl").Select(line => line[name]?.GetValue<double>() ?? double.NaN)];

    [Fact]
    public void A_script_goes_on_with_the_state_of_the_version_before()
    {
        const string Count = "State[\"count\"] ??= 0; OnStep(step => { State[\"count\"] = (int)State[\"count\"] + 1; step.LogMetric(\"count\", (int)State[\"count\"]";
        Write($"{Count}); }});");
        run.After(2, () => Write($"{Count} + 1000); }});")).Until(SwapOutcome.Swapped).Go();

        var step = run.Event("swap")["step"]!.GetValue<long>();
        Assert.Equal(Enumerable.Range(1, (int)run.Steps).Select(at => at > step ? 1000.0 + at : at), Metric("count"));
    }

    [Fact]
    public void A_script_that_does_not_compile_keeps_the_version_before_and_can_be_mended()
    {
        Write("OnStep(step => step.LogMetric(\"version\", 1));");
        run.After(2, () => Write("OnStep(step =>\n    step.LogMetrik(\"version\", 2));")).Until(SwapOutcome.Refused)
            .After(2, () => Write("OnStep(step =>\n    step.LogMetric(\"version\", 3));")).Until(SwapOutcome.Swapped).Go();

        Assert.Contains("hook.csx:2:10: CS1061", run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.Equal([1, 3], Metric("version").Distinct());
    }

    [Fact]
    public void A_file_that_a_script_loads_counts_as_the_script()
    {
        Write("#load \"more.csx\"\nOnStep(step => step.LogMetric(\"version\", Version));");
        Write("var Version = 1;", "more.csx");
        run.After(2, () => Write("var Version = 2;", "more.csx")).Until(SwapOutcome.Swapped).Go();
        Assert.Equal([1, 2], Metric("version").Distinct());
    }

    [Fact]
    public void A_script_that_throws_on_probation_goes_back()
    {
        Write("OnStep(step => step.LogMetric(\"version\", 1));");
        run.After(2, () => Write("OnStep(step => { step.LogMetric(\"version\", 2);\n  throw new Exception(\"no\"); });")).Until(SwapOutcome.TakenBack).Go();

        Assert.Contains("hook.csx:2", run.Last(SwapOutcome.TakenBack), StringComparison.Ordinal);
        Assert.Equal([1, 2, 1], Metric("version").Where((value, i) => i == 0 || value != Metric("version")[i - 1]));
    }

    [Fact]
    public void A_new_version_of_a_script_that_was_disabled_is_called_again()
    {
        run.Fixture.Recipe["hooks"] = "[ { script: hook.csx, time_limit: 0.2, on_timeout: disable } ]";
        Write("OnStep(async step => await new System.Threading.Tasks.TaskCompletionSource().Task);");
        run.After(3, () => Write("OnStep(step => step.LogMetric(\"version\", 2));")).Until(SwapOutcome.Swapped).Go();

        Assert.Contains(run.Observer.Warnings, warning => warning.Contains("still running after 0.2 s: it is disabled", StringComparison.Ordinal));
        var step = run.Event("swap")["step"]!.GetValue<long>();
        Assert.Equal(Enumerable.Range(1, (int)run.Steps).Select(at => at > step ? 2 : double.NaN), Metric("version"));
    }

    [Fact]
    public void Touching_a_script_changes_nothing()
    {
        Write("OnStep(step => step.LogMetric(\"version\", 1));");
        run.After(2, () => Write("OnStep(step => step.LogMetric(\"version\", 1));")).Go(200);
        Assert.Empty(run.Observer.Swaps);
    }
}

using System.Text.Json.Nodes;
using Agro.Engine.Runs;

namespace Agro.Tests.Runs;

/// <summary>Prompts that are too long are left out whole, told and counted.</summary>
public sealed class LongPromptTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public LongPromptTests()
    {
        // A token is about a byte; the model has 128 positions, of which a completion may take 8.
        string[] lines = [.. Enumerable.Range(0, 12).Select(i => $$"""{"prompt": "{{new string('a', i % 3 == 0 ? 125 : 5 + i)}}", "answer": "1", "id": "p{{i}}"}""")];
        _fixture.Write("data.jsonl", string.Join('\n', lines));
        _fixture.Recipe["data"] = "{ train: { use: jsonl, path: data.jsonl }, eval: { use: jsonl, path: data.jsonl } }";
        _fixture.Recipe["eval"] = "{ prompts: 6 }";
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Steps_and_evaluations_take_as_many_prompts_as_ever()
    {
        var observer = new RecordingObserver();
        _fixture.Run("run", observer);

        var rollouts = _fixture.Lines("run", "rollouts.jsonl");
        Assert.Equal(4 * 3 * 4, rollouts.Count);
        Assert.All(rollouts, line => Assert.True(line["prompt"]!.GetValue<string>().Length < 120));
        // 12 prompts that fit are an epoch and a half; each epoch has 4 that do not.
        Assert.InRange(_fixture.Lines("run", "metrics.jsonl").Sum(line => line["prompts/too_long"]!.GetValue<double>()), 4, 8);
        Assert.All(observer.Evaluations, evaluation => Assert.Equal(6, evaluation.Prompts));
        Assert.Equal(
            [
                "data.eval: left out 3 of the first 9 prompts: prompt 'p0' has 125 tokens, which with 8 of a completion exceed the model's 128 positions",
                "data.train: prompt",
            ],
            observer.Warnings.Select(text => text.StartsWith("data.train: prompt", StringComparison.Ordinal) ? "data.train: prompt" : text));
    }

    [Fact]
    public void A_resumed_run_goes_on_with_the_same_prompts()
    {
        _fixture.Run("whole");
        _fixture.Run("parts", new RecordingObserver { StopAfter = 2 });
        _fixture.Run("parts", resume: true);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("parts"));
    }

    [Fact]
    public void The_count_of_prompts_is_told_apart_from_the_metrics()
    {
        var observer = new RecordingObserver();
        var summary = _fixture.Run("run", observer);
        Assert.Equal(6, summary.EvaluationPrompts);
        Assert.All(observer.Evaluations, evaluation => Assert.DoesNotContain("prompts", evaluation.Metrics.Keys));
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(summary.Directory, "summary.json")))!["evaluation"]!;
        Assert.Equal(6, written["prompts"]!.GetValue<long>());
        Assert.Null(written["after"]!["prompts"]);
        var evaluation = _fixture.Lines("run", "events.jsonl").First(line => line["event"]!.GetValue<string>() == "evaluation");
        Assert.Equal((6, 3, 0), (evaluation["prompts"]!.GetValue<int>(), evaluation["prompts_too_long"]!.GetValue<int>(), evaluation["completions_failed"]!.GetValue<int>()));
    }

    [Fact]
    public void Demonstrations_that_are_too_long_are_left_out_too()
    {
        _fixture.Write("data.jsonl", $$"""
            {"prompt": "a", "demonstration": "{{new string('b', 200)}}"}
            {"prompt": "a", "demonstration": "b"}
            """);
        _fixture.Recipe["algorithm"] = "{ use: sft }";
        _fixture.Run("run");
        Assert.All(_fixture.Lines("run", "rollouts.jsonl"), line => Assert.Equal("b", line["completion"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("rollouts", "{ max_tokens: 128 }", "rollouts.max_tokens: found 128, but the model has 128 positions for prompt and completion together")]
    [InlineData("eval", "{ max_tokens: 500 }", "eval.max_tokens: found 500, but the model has 128 positions")]
    public void A_completion_that_leaves_no_room_for_a_prompt_is_a_fault_of_the_recipe(string section, string value, string expected)
    {
        _fixture.Recipe[section] = value;
        var fault = Assert.ThrowsAny<InputException>(() => { TrainingRun.Validate(_fixture.Request("run"), TestContext.Current.CancellationToken); });
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_no_prompt_fits_nothing_is_started()
    {
        _fixture.Recipe["data"] = "{ train: { use: jsonl, path: data.jsonl }, max_prompt_tokens: 2 }";
        _fixture.Recipe.Remove("eval");
        var fault = Assert.ThrowsAny<InputException>(() => { _fixture.Run("run"); });
        Assert.Contains("data.train: no prompt fits: prompt 'p0' has 125 tokens, more than data.max_prompt_tokens (2)", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "run")));
    }
}

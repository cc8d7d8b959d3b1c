using System.Collections.Immutable;
using System.Text.Json;
using Agro.Plugins.Rewards.Mathematics;

namespace Agro.Tests.Rewards.Mathematics;

public class GoldenCasesTests
{
    [Fact]
    public void Verdicts_on_public_cases_are_those_of_other_graders()
    {
        var (right, all) = (0, 0);
        var wrong = new List<string>();
        foreach (var row in GoldenRows.Of("math-verify", "cases.jsonl").Where(row => !row.Is("contested")))
        {
            var isRight = IsRight(row);
            var expected = row.Is("expected");
            all++;
            if (isRight == expected) right++;
            else wrong.Add($"{row.Text("group")}: '{row.Text("answer")}' is {(expected ? "" : "not ")}'{row.Text("gold")}'");
            Assert.False(isRight && !expected && row.Text("group").StartsWith("constructed-", StringComparison.Ordinal), wrong.LastOrDefault());
        }
        Assert.True(all > 1000);
        Assert.True(right >= 0.98 * all, string.Join('\n', wrong));
    }

    [Fact]
    public void Verdicts_are_the_same_the_other_way_round_where_they_must_be()
    {
        var reward = new MathEquivalence(new());
        foreach (var row in GoldenRows.Of("math-verify", "cases.jsonl").Where(row => row.Is("symmetric")))
            Assert.Equal(reward.Score(row.Text("answer"), row.Text("gold")).Value, reward.Score(row.Text("gold"), row.Text("answer")).Value);
    }

    [Fact]
    public void Verdicts_on_real_solutions_are_those_of_their_authors()
    {
        var reward = new MathEquivalence(new());
        var verdicts = 0;
        foreach (var row in GoldenRows.Of("gsm8k", "example_model_solutions.jsonl.gz"))
        {
            foreach (var solution in row.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object))
            {
                var text = solution.Value.Text("solution");
                Assert.True(solution.Value.Is("is_correct") == (reward.Score(text, row.Text("ground_truth")).Value == 1), text);
                verdicts++;
            }
        }
        Assert.True(verdicts > 2000);
    }

    [Fact]
    public void Every_answer_is_its_own_right_answer()
    {
        var reward = new MathEquivalence(new());
        foreach (var row in GoldenRows.Of("math500-answers", "answers.jsonl.gz"))
        {
            var answer = row.Text("answer");
            Assert.True(reward.Score($"So it is $\\boxed{{{answer}}}$.", answer).Value == 1, answer);
            Assert.True(reward.Score($"The answer is ${answer}$.", $"${answer}$").Value == 1, answer);
        }
    }

    private static bool IsRight(JsonElement row)
    {
        var fields = ImmutableDictionary<string, string>.Empty;
        foreach (var name in new[] { "decimals", "extract" })
            if (row.TryGetProperty(name, out var value)) fields = fields.Add(name, value.GetRawText());
        // These graders read what is behind the reasoning, and nothing where there is none.
        var reasoning = row.Text("group") == "reasoning_accuracy" ? ReasoningText.Required : ReasoningText.After;
        var prompt = new Prompt { Id = row.Text("id"), Text = "", Answer = row.Text("gold"), Fields = fields };
        var completion = new Completion { Text = row.Text("answer"), Tokens = [], FinishReason = FinishReason.Given, PolicyVersion = -1 };
        var result = new MathEquivalence(new() { Reasoning = reasoning })
            .ScoreAsync(prompt, completion, TestContext.Current.CancellationToken).AsTask().Result;
        Assert.NotNull(result.Reason);
        return result.Value == 1;
    }
}

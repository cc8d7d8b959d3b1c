using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Tests.DataSources;

public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private JsonlOptions Options => new() { Path = _folder.Of("data.jsonl") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_completion_comes_with_all_that_is_known_about_it()
    {
        var completion = Assert.Single(Only("""
            {"prompt": "a", "completion": "b", "reward": 0.1, "tokens": [1, 2147483647], "logprobs": [-0.1, 0], "truncated": true}
            """).Completions);
        Assert.Equal(("b", 0.1, true), (completion.Text, completion.Reward, completion.Truncated));
        Assert.Equal([1, int.MaxValue], completion.Tokens);
        Assert.Equal([-0.1f, 0], completion.LogProbs);
    }

    [Theory]
    [InlineData("""{"prompt": "p", "completion": "a"}""")]
    [InlineData("""{"prompt": "p", "completion": [{"role": "assistant", "content": "a"}]}""")]
    [InlineData("""{"prompt": "p", "completion": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "a"}]}""")]
    [InlineData("""{"prompt": "p", "completion": {"text": "a"}, "reward": null}""")]
    [InlineData("""{"prompt": "p", "completions": ["a"]}""")]
    [InlineData("""{"prompt": "p", "completions": [[{"role": "assistant", "content": "a"}]]}""")]
    [InlineData("""{"prompt": "p", "completions": [{"text": "a"}], "reward": 3, "tokens": [[3]]}""")]
    [InlineData("""{"prompt": "p", "completion": "a", "tokens": 17, "finish_reason": "stop", "rewards": {"format": 1}, "label": "x"}""")]
    public void A_text_is_enough(string line)
    {
        var completion = Assert.Single(Only(line).Completions);
        Assert.Equal(new GivenCompletion { Text = "a", Tokens = completion.Tokens, LogProbs = completion.LogProbs }, completion);
        Assert.Empty(completion.Tokens);
        Assert.Empty(completion.LogProbs);
    }

    [Theory]
    [InlineData("""{"prompt": "p", "completions": ["a", "b"], "rewards": [1, null], "completion_ids": [[1, 2], []], "logprobs": [[-1, -2], null], "truncated": [false, true]}""")]
    [InlineData("""{"prompt": "p", "completions": ["a", "b"], "reward": [1, null], "tokens": [[1, 2], null], "logprobs": [[-1, -2], []], "finish_reason": ["stop", "length"]}""")]
    [InlineData("""{"prompt": "p", "completions": [{"text": "a", "tokens": [1, 2], "logprobs": [-1, -2], "reward": 1}, {"text": "b", "truncated": true}]}""")]
    public void Several_completions_are_lists_or_objects(string line)
    {
        var (a, b) = Only(line).Completions is [var first, var second] ? (first, second) : throw new InvalidOperationException();
        Assert.Equal(("a", 1, false), (a.Text, a.Reward, a.Truncated));
        Assert.Equal([1, 2], a.Tokens);
        Assert.Equal([-1, -2], a.LogProbs);
        Assert.Equal(("b", null, true), (b.Text, b.Reward, b.Truncated));
        Assert.Empty(b.Tokens);
        Assert.Empty(b.LogProbs);
    }

    [Theory]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": "b"}""")]
    [InlineData("""{"prompt": "p", "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}]}""")]
    public void A_pair_is_worth_what_the_options_say(string line)
    {
        Assert.Equal([("a", 1.0), ("b", 0.0)], Rewards(Only(line)));
        Assert.Equal([("a", 2.0), ("b", -1.0)], Rewards(Only(line, Options with { ChosenReward = 2, RejectedReward = -1 })));
    }

    [Fact]
    public void Labels_are_rewards_unless_there_are_rewards()
    {
        Assert.Equal([("a", 1.0)], Rewards(Only("""{"prompt": "p", "completion": "a", "label": true}""")));
        Assert.Equal([("a", -1.0)], Rewards(Only("""{"prompt": "p", "completion": "a", "label": false}""", Options with { RejectedReward = -1 })));
        Assert.Equal([("a", 0.5)], Rewards(Only("""{"prompt": "p", "completion": "a", "label": false, "reward": 0.5}""")));
    }

    [Fact]
    public void Fields_of_other_names_are_mapped()
    {
        const string Line = """
            {"q": "p", "response": "a", "score": 3, "ids": [5], "lp": [-2], "cut": true, "completion": "not this one", "chosen": "nor this"}
            """;
        var options = Options with
        {
            PromptField = "q",
            CompletionField = "response",
            RewardField = "score",
            TokensField = "ids",
            LogprobsField = "lp",
            TruncatedField = "cut",
        };
        var completion = Assert.Single(Only(Line, options).Completions);
        Assert.Equal(("a", 3, 5, -2, true), (completion.Text, completion.Reward, completion.Tokens[0], completion.LogProbs[0], completion.Truncated));
        Assert.Equal([("a", 1.0), ("b", 0.0)], Rewards(Only(
            """{"prompt": "p", "good": "a", "bad": "b"}""", Options with { ChosenField = "good", RejectedField = "bad" })));
        Assert.Equal([("a", 1.0)], Rewards(Only(
            """{"prompt": "p", "all": [{"text": "a", "reward": 7}], "scores": [1]}""",
            Options with { CompletionsField = "all", RewardField = "scores" })));
    }

    [Fact]
    public void Rows_of_one_prompt_become_a_group_wherever_they_are()
    {
        const string Lines = """
            {"id": "x", "prompt": "1+1=", "completion": "2", "reward": 1, "note": "first"}
            {"id": "y", "prompt": "2+2=", "completions": ["4", "5"]}
            {"id": "z", "prompt": "1+1=", "chosen": "3", "rejected": "4", "note": "second"}
            {"id": "u", "prompt": "1+1="}
            {"id": "v", "prompt": "1+1=", "answer": "2", "completion": "2"}
            {"id": "w", "prompt": "1+1="}
            """;
        using var source = Open(Lines);
        Assert.Equal(["x", "y", "u", "v", "w"], Prompts(source).Select(prompt => prompt.Id));
        var group = Prompts(source)[0];
        Assert.Equal([("2", 1.0), ("3", 1), ("4", 0)], Rewards(group));
        Assert.Equal(["id", "note", "prompt"], group.Fields.Keys.Order());
        Assert.Equal("first", group.Fields["note"]);

        using var apart = Open(Lines, Options with { Group = Grouping.None });
        Assert.Equal([1, 2, 2, 0, 1, 0], Prompts(apart).Select(prompt => prompt.Completions.Length));
        using var part = Open(Lines, Options with { Skip = 1, Limit = 2 });
        Assert.Equal(["y", "z"], Prompts(part).Select(prompt => prompt.Id));
        using var prompts = Open(Lines, Options with { Completions = false });
        Assert.Equal([0, 0, 0, 0, 0, 0], Prompts(prompts).Select(prompt => prompt.Completions.Length));
        Assert.Equal("2", Prompts(prompts)[0].Fields["completion"]);
    }

    [Fact]
    public void Rows_with_lists_are_groups_already()
    {
        const string Lines = """
            {"prompt": "1+1=", "completions": ["2"]}
            {"prompt": "1+1=", "completions": ["3", "4"]}
            {"prompt": "1+1=", "completion": "5"}
            """;
        using var source = Open(Lines);
        Assert.Equal([1, 2, 1], Prompts(source).Select(prompt => prompt.Completions.Length));
        using var all = Open(Lines, Options with { Group = Grouping.All });
        Assert.Equal(["2", "3", "4", "5"], Assert.Single(Prompts(all)).Completions.Select(completion => completion.Text));
    }

    [Fact]
    public void Rows_with_demonstrations_of_their_own_stay_apart()
    {
        using var source = Open("""
            {"prompt": "1+1=", "completion": "2"}
            {"prompt": "1+1=", "completion": "two"}
            """, Options with { DemonstrationField = "completion" });
        Assert.Equal(["2", "two"], Prompts(source).Select(prompt => prompt.Demonstration));
    }

    [Fact]
    public void A_conversation_in_the_prompt_is_one()
    {
        var prompt = Only("""{"prompt": [{"role": "user", "content": "Hi"}], "completion": [{"role": "assistant", "content": "Yo"}]}""");
        Assert.Equal([new(Role.User, "Hi")], prompt.Messages);
        Assert.Equal(("Hi", "Yo"), (prompt.Text, Assert.Single(prompt.Completions).Text));
    }

    [Fact]
    public void A_runs_own_rollouts_can_be_learned_from()
    {
        var prompt = Only("""
            {"step":1,"group":0,"prompt_id":"7","prompt":"1+1=","completion":"2","answer":"2","extracted":"2","reward":1,"rewards":{"final-answer":1},"tokens":2,"finish_reason":"length","policy_version":0}
            """);
        var completion = Assert.Single(prompt.Completions);
        Assert.Equal(("2", 1, true, 0), (completion.Text, completion.Reward, completion.Truncated, completion.Tokens.Length));
    }

    [Fact]
    public void The_row_that_the_readme_shows_can_be_read()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.Repository, "README.md"));
        var row = readme.Split("```json\n")[1].Split("```")[0];
        Assert.Equal([("26", 3, 1.0), ("16", 0, null)],
            Only(row).Completions.Select(completion => (completion.Text, completion.LogProbs.Length, completion.Reward)));
    }

    private static IEnumerable<(string Text, double Reward)> Rewards(Prompt prompt) =>
        prompt.Completions.Select(completion => (completion.Text, completion.Reward!.Value));

    private static List<Prompt> Prompts(JsonlSource source) =>
        [.. Enumerable.Range(0, (int)source.Count!).Select(i => source.GetAsync(i, TestContext.Current.CancellationToken).AsTask().Result)];

    private Prompt Only(string line, JsonlOptions? options = null)
    {
        using var source = Open(line, options);
        return Assert.Single(Prompts(source));
    }

    private JsonlSource Open(string lines, JsonlOptions? options = null)
    {
        _folder.Write("data.jsonl", lines);
        return new(options ?? Options);
    }
}

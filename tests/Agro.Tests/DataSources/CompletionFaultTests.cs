using Agro.Plugins.DataSources.Jsonl;

namespace Agro.Tests.DataSources;

public sealed class CompletionFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private JsonlOptions Options => new() { Path = _folder.Of("data.jsonl") };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"completion\": \"a\", \"completions\": [\"b\"]", "completions are in 'completion' as well as in 'completions': name one of them")]
    [InlineData("\"completion\": {\"txt\": \"a\"}", "'completion' has no text. Did you mean 'txt'? It has: txt")]
    [InlineData("\"completions\": [\"a\", 3, null]", "'completions[2]' must be a text or a list of messages, found null")]
    [InlineData("\"completions\": [{\"role\": \"assistant\", \"content\": \"a\"}]", "'completions' is one conversation")]
    [InlineData("\"completion\": [{\"role\": \"user\", \"content\": \"a\"}]", "'completion' must end with a message of the assistant")]
    [InlineData("\"completion\": [\"a\"]", "'completion' must be a text or a list of messages, found a list")]
    [InlineData("\"completion\": \"\\ud800\"", "'completion' is not valid Unicode text")]
    [InlineData("\"completion\": \"a\", \"reward\": \"good\"", "'reward' must be a finite number, found the text \"good\"")]
    [InlineData("\"completion\": \"a\", \"reward\": 1e999", "'reward' must be a finite number, found the number 1e999")]
    [InlineData("\"completion\": \"a\", \"reward\": [1]", "'reward' must be a finite number, found a list")]
    [InlineData("\"completions\": [\"a\", \"b\"], \"rewards\": [1]", "'rewards' has 1 items, and 'completions' has 2 completions")]
    [InlineData("\"completions\": [\"a\", \"b\"], \"reward\": 1", "'reward' must be a list, one for each of the 2 completions in 'completions', found the number 1")]
    [InlineData("\"completions\": [{\"text\": \"a\", \"reward\": true}]", "'completions[0].reward' must be a finite number, found true")]
    [InlineData("\"completion\": \"a\", \"tokens\": [1, 2.5]", "'tokens[1]' must be a token id: a whole number, 0 or more, found the number 2.5")]
    [InlineData("\"completion\": \"a\", \"tokens\": [-1]", "'tokens[0]' must be a token id: a whole number, 0 or more, found the number -1")]
    [InlineData("\"completion\": \"a\", \"tokens\": [4294967296]", "'tokens[0]' must be a token id")]
    [InlineData("\"completion\": \"a\", \"tokens\": [\"1\"]", "'tokens[0]' must be a token id: a whole number, 0 or more, found the text \"1\"")]
    [InlineData("\"completion\": \"a\", \"tokens\": [1], \"logprobs\": [-1, -2]", "'logprobs' has 2 numbers, and 'tokens' has 1: one for each token is wanted")]
    [InlineData("\"completion\": \"a\", \"tokens\": [1, 2], \"logprobs\": [-1]", "'logprobs' has 1 numbers, and 'tokens' has 2")]
    [InlineData("\"completion\": \"a\", \"logprobs\": [-1]", "'logprobs' has no tokens beside it")]
    [InlineData("\"completion\": \"a\", \"tokens\": [1], \"logprobs\": [0.5]", "'logprobs[0]' must be a log-probability: a finite number, 0 or less, found the number 0.5")]
    [InlineData("\"completion\": \"a\", \"tokens\": [1], \"logprobs\": [-1e99]", "'logprobs[0]' must be a log-probability")]
    [InlineData("\"completion\": \"a\", \"tokens\": [1], \"logprobs\": [\"NaN\"]", "'logprobs[0]' must be a log-probability")]
    [InlineData("\"completion\": \"a\", \"truncated\": 1", "'truncated' must be true or false, found the number 1")]
    public void A_fault_names_line_and_part(string columns, string expected) => Assert.Contains(
        $"data.jsonl:2: {expected}", Refusal($"{{\"prompt\": \"p\"}}\n{{\"prompt\": \"p\", {columns}}}", Options), StringComparison.Ordinal);

    [Fact]
    public async Task Rounding_above_zero_is_let_pass()
    {
        _folder.Write("data.jsonl", """{"prompt": "p", "completion": "a", "tokens": [1], "logprobs": [1e-7]}""");
        using var source = new JsonlSource(Options);
        Assert.Equal(1e-7f, (await source.GetAsync(0, TestContext.Current.CancellationToken)).Completions[0].LogProbs[0]);
    }

    [Fact]
    public void A_field_that_the_recipe_names_must_be_there()
    {
        const string Line = """{"prompt": "p", "completion": "a", "score": 1, "rejected": "b"}""";
        Assert.EndsWith(
            "data.jsonl:1: no field 'scores' (reward_field). Did you mean 'score'? The line has: prompt, completion, score, rejected",
            Refusal(Line, Options with { RewardField = "scores" }), StringComparison.Ordinal);
        Assert.Contains("no field 'answers' (completions_field)", Refusal(Line, Options with { CompletionsField = "answers" }), StringComparison.Ordinal);
        Assert.Contains("no field 'chosen' (chosen_field)", Refusal(Line, Options with { RejectedField = "rejected" }), StringComparison.Ordinal);
        Assert.Contains("no field 'ids' (tokens_field)", Refusal(Line, Options with { TokensField = "ids" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_exclude_each_other_are_refused()
    {
        const string Line = """{"prompt": "p", "chosen": "a", "rejected": "b", "score": 1}""";
        Assert.Contains("exclude each other", Refusal(Line, Options with { CompletionField = "a", ChosenField = "b" }), StringComparison.Ordinal);
        Assert.Contains("exclude each other", Refusal(Line, Options with { RewardField = "a", LabelField = "b" }), StringComparison.Ordinal);
        Assert.Contains("completions is false", Refusal(Line, Options with { CompletionField = "a", Completions = false }), StringComparison.Ordinal);
        Assert.Contains("must be finite", Refusal(Line, Options with { ChosenReward = double.PositiveInfinity }), StringComparison.Ordinal);
        Assert.Contains(
            "'chosen' and 'rejected' are a pair: its rewards are chosen_reward and rejected_reward",
            Refusal(Line, Options with { RewardField = "score" }), StringComparison.Ordinal);
    }

    private string Refusal(string lines, JsonlOptions options)
    {
        _folder.Write("data.jsonl", lines);
        return Assert.Throws<InputException>(() => new JsonlSource(options)).Message;
    }
}

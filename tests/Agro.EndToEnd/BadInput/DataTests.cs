namespace Agro.EndToEnd.BadInput;

public sealed class DataTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Long { get; } = $$"""{"prompt": "{{new string('x', 121)}}", "demonstration": "y"}""";

    private void Use(string lines, string options = "")
    {
        _folder.Write("data.jsonl", lines);
        _folder.Recipe["data"] = $"{{ train: {{ use: jsonl, path: data.jsonl{options} }}, shuffle: false }}";
    }

    [Theory]
    [InlineData("absent.jsonl", "recipe.yaml:4:36 data.train.path: nothing is at 'absent.jsonl' (absent.jsonl)")]
    [InlineData("data.json", "recipe.yaml:4:36 data.train.path: nothing is at 'data.json' (data.json). Did you mean 'data.jsonl'?")]
    [InlineData("model", "model: is a folder; a file with one JSON object a line is wanted")]
    public async Task Data_that_is_not_there_is_named(string path, string message)
    {
        Use("{\"prompt\": \"a\"}\n");
        _folder.Recipe["data"] = $"{{ train: {{ use: jsonl, path: {path} }} }}";
        await _folder.ExpectRefusalAsync(message);
    }

    [Theory]
    [InlineData("", "data.jsonl: empty: one JSON object a line is wanted")]
    [InlineData("{\"prompt\": \"a\"}\n{\"prompt\" \"b\"}\n", "data.jsonl:2:11: not JSON: '\"' is invalid after a property name. Expected a ':'.")]
    [InlineData("{\"prompt\": \"a\"}\n{\"promt\": \"b\"}\n", "data.jsonl:2: no field 'prompt' (prompt_field). Did you mean 'promt'? The line has: promt")]
    [InlineData("{\"prompt\": \"\"}\n", "recipe.yaml:4:9 data.train: prompt '1' is empty: leave it out, or put a text before it")]
    public async Task Every_line_is_looked_at_before_the_run(string lines, string message)
    {
        Use(lines);
        await _folder.ExpectRefusalAsync(message);
    }

    [Fact]
    public async Task Data_that_fails_at_every_read_is_named()
    {
        Use("{\"prompt\": \"a\"}\n");
        _folder.MakeUnreadable("data.jsonl");
        await _folder.ExpectRefusalAsync("data.jsonl: cannot be read: Input/output error…");
    }

    [Fact]
    public async Task A_first_prompt_that_is_too_long_is_found_before_the_run()
    {
        Use(Long);
        await _folder.ExpectRefusalAsync(
            "recipe.yaml:4:9 data.train: prompt '1' has 121 tokens; with max_tokens 8 that is more than the model's "
            + "max_position_embeddings (128): leave it out, shorten it, or lower max_tokens");
        _folder.Recipe["data"] = "{ train: { use: arithmetic }, eval: { use: jsonl, path: data.jsonl } }";
        await _folder.ExpectRefusalAsync("recipe.yaml:4:37 data.eval: prompt '1' has 121 tokens; with max_tokens 8 …");
        _folder.Recipe["data"] = "{ train: { use: arithmetic } }";
        _folder.Recipe["rollouts"] = "{ max_tokens: 2147483647 }";
        await _folder.ExpectRefusalAsync("recipe.yaml:4:9 data.train: prompt 'train-0' has 5 tokens; with max_tokens 2147483647 …");
    }

    [Fact]
    public async Task A_later_prompt_that_is_too_long_is_named_and_the_steps_before_it_are_kept()
    {
        Use(string.Concat(Enumerable.Repeat("{\"prompt\": \"a\"}\n", 2)) + Long);
        var result = (await _folder.RunAsync()).Expect(1);
        RunFolder.AssertLines(
            [
                "prompt '3' has 121 tokens; with max_tokens 8 that is more than the model's max_position_embeddings (128): leave it out, shorten it, or lower max_tokens",
                "Step 1 is saved in run/checkpoints/step-000001. To go on once this is mended: the same command with --resume --output run",
            ],
            result);
        _folder.AssertNothingHalfWritten();

        // Mended, it goes on from there.
        Use(string.Concat(Enumerable.Repeat("{\"prompt\": \"a\"}\n", 3)));
        (await _folder.RunAsync("--resume")).Expect(0);
        Assert.Equal(["step-000001", "step-000002"], _folder.Checkpoints());
        Assert.Equal(2, File.ReadLines(_folder.Of("run/metrics.jsonl")).Count());
    }

    [Fact]
    public async Task A_later_prompt_that_is_empty_is_named()
    {
        Use("{\"prompt\": \"a\"}\n{\"prompt\": \"\"}\n");
        RunFolder.AssertLines(
            [
                "prompt '2' is empty: leave it out, or put a text before it",
                "Nothing is saved yet. To go on once this is mended: the same command with --resume --output run",
            ],
            (await _folder.RunAsync()).Expect(1));

        Use("{\"prompt\": \"a\"}\n{\"prompt\": \"b\"}\n");
        var resumed = (await _folder.RunAsync("--resume")).Expect(0);
        Assert.Contains("note: the run has no checkpoint yet: it starts from the beginning", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(["step-000002"], _folder.Checkpoints());
    }

    [Theory]
    [InlineData("{\"prompt\": \"a\"}", "prompt '1' has no demonstration, and the algorithm is trained on them")]
    [InlineData(null, "prompt '1' has 121 tokens and its demonstration 9; together that is more than the model's max_position_embeddings (128): leave it out, or shorten one of them")]
    public async Task Demonstrations_must_be_there_and_fit(string? line, string message)
    {
        Use(line ?? Long.Replace("\"y\"", "\"yyyyyyyy\""));
        _folder.Recipe["algorithm"] = "{ use: sft }";
        await _folder.ExpectRefusalAsync($"recipe.yaml:4:9 data.train: {message}");
    }

    [Fact]
    public async Task A_demonstration_that_is_missing_later_is_named()
    {
        Use("{\"prompt\": \"a\", \"demonstration\": \"b\"}\n{\"prompt\": \"a\"}\n");
        _folder.Recipe["algorithm"] = "{ use: sft }";
        RunFolder.AssertLines(
            ["prompt '2' has no demonstration, and the algorithm is trained on them", "Nothing is saved yet. …"], (await _folder.RunAsync()).Expect(1));
    }

    [Fact]
    public async Task Held_out_data_without_an_end_is_fine()
    {
        _folder.Recipe["data"] = "{ train: { use: arithmetic }, eval: { use: arithmetic, split: eval } }";
        _folder.Recipe["eval"] = "{ prompts: 3 }";
        (await _folder.RunAsync()).Expect(0);
        Assert.Equal(2 * 3, File.ReadLines(_folder.Of("run/evaluations.jsonl")).Count());
    }
}

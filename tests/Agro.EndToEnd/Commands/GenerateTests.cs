namespace Agro.EndToEnd.Commands;

public class GenerateTests
{
    [Fact]
    public async Task Greedy_completions_of_texts_and_of_tokens_are_those_of_the_reference()
    {
        var golden = Rows.Read(Path.Combine(Rows.Stories, "golden", "greedy.jsonl"));
        var input = golden.SelectMany(row => new[]
        {
            $$"""{"id": "text {{row.Text("id")}}", "prompt": {{row.GetProperty("prompt").GetRawText()}}}""",
            $$"""{"id": "ids {{row.Text("id")}}", "prompt_ids": {{row.GetProperty("prompt_ids").GetRawText()}}}""",
        });
        var result = (await Rows.FeedAsync(string.Join('\n', input), "generate", Rows.Stories, "--greedy", "--max-tokens", "96")).Expect(0);
        var rows = Rows.Parse(result.Output);
        Assert.Equal(
            golden.SelectMany(row => new[] { $"text {row.Text("id")}", $"ids {row.Text("id")}" }), rows.Select(row => row.Text("id")));
        foreach (var (row, expected) in rows.Zip(golden.SelectMany(row => new[] { row, row })))
        {
            Assert.Equal(expected.Integers("greedy_ids"), row.Integers("ids"));
            Assert.All(row.Numbers("log_probs").Zip(expected.Numbers("greedy_logprobs")), pair =>
                Assert.Equal(pair.Second, pair.First, 1e-3));
            Assert.EndsWith(row.Text("text"), expected.Text("text"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_prompt_on_the_command_line_gives_a_text_for_each_completion_the_same_for_the_same_seed()
    {
        string[] arguments = ["generate", Rows.Stories, "--prompt", "Once upon a time", "--count", "3", "--max-tokens", "12", "--seed"];
        var first = (await AgroHost.RunAsync([.. arguments, "7"])).Expect(0).Output;
        Assert.Equal(3, first.TrimEnd('\n').Split('\n').Distinct().Count());
        Assert.Equal(first, (await AgroHost.RunAsync([.. arguments, "7"])).Expect(0).Output);
        Assert.NotEqual(first, (await AgroHost.RunAsync([.. arguments, "8"])).Expect(0).Output);
    }

    [Fact]
    public async Task Json_of_several_completions_is_a_line_for_each_with_a_log_probability_for_each_token()
    {
        string[] sampling = ["--count", "2", "--max-tokens", "9", "--temperature", "0.8", "--top-p", "0.9", "--top-k", "20"];
        var result = await AgroHost.RunAsync(["generate", Rows.Stories, "--prompt", "The moon", "--json", .. sampling]);
        var rows = Rows.Parse(result.Expect(0).Output);
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Integers("ids").Length, row.Numbers("log_probs").Length));
        Assert.All(rows.SelectMany(row => row.Numbers("log_probs")), logProb => Assert.InRange(logProb, -50, 0));
    }

    [Fact]
    public async Task Equal_prompts_get_completions_of_their_own_and_ids_come_back_as_they_were_written()
    {
        var input = """{"id": 1.50, "prompt": "A dog"}""" + "\r\n\n" + """{"id": null, "prompt": "A dog"}""";
        var result = (await Rows.FeedAsync(input, "generate", Rows.Stories, "--max-tokens", "16")).Expect(0);
        var rows = Rows.Parse(result.Output);
        Assert.Equal(["1.50", "3"], rows.Select(row => row.GetProperty("id").GetRawText()));
        Assert.NotEqual(rows[0].Text("text"), rows[1].Text("text"));
    }

    [Fact]
    public async Task Bad_lines_are_all_told_before_any_output()
    {
        var input = """
            {"prompt": "good"}
            {"id": 2}
            {"prompt": "a", "prompt_ids": [1]}
            {"prompt_ids": [1, -2]}
            nonsense
            ["a"]
            """;
        (await Rows.FeedAsync(input, "generate", Rows.Stories)).ExpectRefusal(
            "stdin:2: 'prompt' is missing", "stdin:3: has both", "stdin:4: 'prompt_ids' must be", "stdin:5:2: is not JSON",
            "stdin:6: must be a JSON object");
    }

    [Fact]
    public async Task Prompts_that_the_model_cannot_take_are_told_before_any_output() =>
        (await Rows.FeedAsync(
            """
            {"prompt": "good"}
            {"prompt_ids": [1, 512]}
            {"prompt_ids": []}
            """,
            "generate", Rows.Stories)).ExpectRefusal("stdin:2: token 512 is not below", "stdin:3: the prompt has no tokens");

    [Fact]
    public async Task Nothing_in_gives_nothing_out() =>
        Assert.Equal("", (await Rows.FeedAsync("", "generate", Rows.Stories)).Expect(0).Output);

    [Theory]
    [InlineData("--temperature must be", "--temperature", "-1")]
    [InlineData("--temperature must be", "--temperature", "0,7")]
    [InlineData("--top-p must be", "--top-p", "0")]
    [InlineData("--max-tokens must be", "--max-tokens", "0")]
    [InlineData("--greedy and --temperature exclude", "--greedy", "--temperature", "0.5")]
    [InlineData("Argument 'int8' not recognized", "--dtype", "int8")]
    [InlineData("--device: found 'tpu'", "--device", "tpu")]
    [InlineData("--prompt: a prompt of 3 tokens and 511 more exceed", "--max-tokens", "511")]
    public async Task Options_out_of_range_are_refused(string message, params string[] options)
    {
        var result = (await AgroHost.RunAsync(["generate", Rows.Stories, "--prompt", ".", .. options])).Expect(2);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_folder_without_weights_is_refused_before_the_input_is_read()
    {
        (await AgroHost.RunAsync("generate", "/nowhere")).ExpectRefusal("/nowhere: no such folder");
        var untrained = Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart-init");
        (await AgroHost.RunAsync("generate", untrained)).ExpectRefusal($"{untrained}: holds no model.safetensors");
    }

    [Fact]
    public async Task A_reader_who_leaves_early_is_no_fault()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("needs a Unix shell");
        var generate = $"'{AgroHost.Executable}' generate '{Rows.Stories}' --prompt x --json --count 300 --max-tokens 60";
        var command = $"{{ {generate}; echo \"exit code $?\" >&2; }} | head -c 10";
        await using var shell = RunningProcess.Start("/bin/sh", new ProcessStart { Arguments = ["-c", command] });
        var result = (await shell.WaitAsync()).Expect(0);
        Assert.Equal(("{\"id\":1,\"i", "exit code 0\n"), (result.Output, result.Error));
    }
}

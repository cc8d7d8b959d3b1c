using Agro.Plugins.DataSources.Jsonl;

namespace Agro.Tests.DataSources;

public sealed class JsonlFaultTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "data.jsonl");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Theory]
    [InlineData("{\"prompt\": \"a\"}\n\n{\"prompt\": }", "data.jsonl:3:12: not JSON: '}' is an invalid start of a value.")]
    [InlineData("{\"prompt\": \"a\"} {}", "data.jsonl:1:17: not JSON")]
    [InlineData("[1]", "data.jsonl: item 1 of the list is no JSON object")]
    [InlineData("[{\"prompt\": \"a\"}\n {}]", "data.jsonl:2:2: no JSON list of objects: '{' is invalid")]
    [InlineData("[{\"prompt\": \"a\"}] 7", "data.jsonl:1:19: no JSON list of objects: ")]
    [InlineData("[{\"prompt\": \"a\"}, {\"promt\": \"b\"}]", "data.jsonl: item 2: no field 'prompt' (prompt_field). Did you mean 'promt'? The item has")]
    [InlineData("[]", "data.jsonl: empty: a list of JSON objects is wanted")]
    [InlineData("null", "found null")]
    [InlineData("{\"promt\": \"a\"}", "data.jsonl:1: no field 'prompt' (prompt_field). Did you mean 'promt'? The line has: promt")]
    [InlineData("{\"prompt\": null}", "data.jsonl:1: 'prompt' (prompt_field) is null")]
    [InlineData("{\"prompt\": \"\\ud800\"}", "data.jsonl:1: 'prompt' is not valid Unicode text")]
    [InlineData("", "data.jsonl: empty")]
    [InlineData(" \n\r\n", "data.jsonl: empty")]
    public void A_fault_names_file_line_and_what_is_there(string text, string expected) =>
        Assert.Contains(expected, Refusal(text, new() { Path = _path }), StringComparison.Ordinal);

    [Fact]
    public void A_template_that_names_an_unknown_field_lists_the_fields() => Assert.EndsWith(
        "data.jsonl:1: no field 'qestion' (prompt_template). Did you mean 'question'? The line has: question, answer",
        Refusal("""{"question": "a", "answer": "b"}""", new() { Path = _path, PromptTemplate = "Q: {qestion}" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("{question")]
    [InlineData("question}")]
    public void A_template_with_an_odd_brace_is_refused(string template) => Assert.Contains(
        "has no partner", Refusal("""{"question": "a"}""", new() { Path = _path, PromptTemplate = template }), StringComparison.Ordinal);

    [Fact]
    public void A_field_that_the_recipe_names_must_be_in_every_line() => Assert.Contains(
        "data.jsonl:2: no field 'gold' (answer_field). The line has: prompt",
        Refusal("{\"prompt\": \"a\", \"gold\": 1}\n{\"prompt\": \"b\"}", new() { Path = _path, AnswerField = "gold" }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("#### (.+)", "data.jsonl:1: answer_pattern '#### (.+)' matches nothing in 'answer'")]
    [InlineData("(", "answer_pattern: ")]
    public void An_answer_pattern_must_be_one_and_match(string pattern, string expected) => Assert.Contains(
        expected,
        Refusal("""{"prompt": "a", "answer": "72"}""", new() { Path = _path, AnswerPattern = pattern }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"Hi\"", "must be a list of {role, content} objects")]
    [InlineData("[]", "must be a list of {role, content} objects")]
    [InlineData("[{\"role\": \"bot\", \"content\": \"a\"}]", "'messages[0].role' is 'bot'; allowed are system, user, assistant, tool")]
    [InlineData("[{\"role\": \"user\"}]", "'messages[0].content' must be a string")]
    [InlineData("[3]", "'messages[0].role' must be a string")]
    public void A_conversation_must_be_one(string messages, string expected) => Assert.Contains(
        expected,
        Refusal($$"""{"messages": {{messages}}}""", new() { Path = _path, MessagesField = "messages" }),
        StringComparison.Ordinal);

    [Fact]
    public void Options_that_exclude_each_other_are_refused() => Assert.Contains(
        "exclude each other", Refusal("{}", new() { Path = _path, PromptField = "a", PromptTemplate = "b" }), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_cannot_be_read_is_refused()
    {
        Assert.Contains("cannot be read", Refusal(null, new() { Path = _path }), StringComparison.Ordinal);
        File.WriteAllBytes(_path, [0x1F, 0x8B, 1, 2, 3]);
        Assert.Contains("cannot be read", Refusal(null, new() { Path = _path }), StringComparison.Ordinal);
    }

    private string Refusal(string? text, JsonlOptions options)
    {
        if (text is not null) File.WriteAllText(_path, text);
        return Assert.Throws<InputException>(() => new JsonlSource(options)).Message;
    }
}

using System.Text.Json;
using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public sealed class TryChatTemplateTests : IDisposable
{
    private const string Row = """{"id": "a", "context": {"messages": [{"role": "user", "content": "Hi é"}], "add_generation_prompt": true}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Texts_are_those_of_the_reference()
    {
        var folder = Path.GetDirectoryName(SharedData.PathOf("data", "chat-templates", "golden.jsonl"))!;
        await CheckAsync(Path.Combine(folder, "golden.jsonl"), Path.Combine(folder, "templates.jsonl"));
        await CheckAsync(Path.Combine(folder, "upstream.jsonl"));
    }

    [Fact]
    public async Task A_folder_and_a_file_have_the_template_of_all_rows()
    {
        _folder.Write("tokenizer_config.json", """{"bos_token": "<s>", "chat_template": "{{ bos_token }}{{ messages[0].content }}"}""");
        Assert.Equal("<s>Hi é", Assert.Single(await RowsAsync(Row, _folder.Path)).Text("text"));
        var file = _folder.Write("other.jinja", "{{ messages[0]['role'] }}{{ strftime_now('%Y') }}");
        Assert.Equal("user2025", Assert.Single(await RowsAsync(Row, file, "--now", "2025-07-10T12:00")).Text("text"));
    }

    [Fact]
    public async Task What_a_template_refuses_is_the_answer_of_its_row()
    {
        var rows = await RowsAsync("""
            {"id": 1, "template": "{{ raise_exception('no') }}", "context": {}}
            {"id": 2, "template": "a {% if %}", "context": {}}
            {"id": 3, "template": "{{ x }}", "context": {"x": [1, null]}}
            """);
        Assert.Equal("stdin:1:1:19: no", rows[0].Text("error"));
        Assert.StartsWith("stdin:2:1:9: found the end of the tag", rows[1].Text("error"), StringComparison.Ordinal);
        Assert.Equal("[1, None]", rows[2].Text("text"));
    }

    [Fact]
    public async Task Bad_folders_and_rows_are_refused()
    {
        (await AgroHost.RunAsync("try", "chat-template", "/nowhere")).ExpectRefusal("/nowhere: no such file or folder");
        (await AgroHost.RunAsync("try", "chat-template", _folder.Path)).ExpectRefusal($"{_folder.Path}: has no chat template");
        (await Rows.FeedAsync("""{"messages": []}""", "try", "chat-template"))
            .ExpectRefusal("stdin:1: 'context' is missing, must be an object with messages; the row has: messages");
        (await Rows.FeedAsync(Row, "try", "chat-template", "--now", "soon")).ExpectRefusal("--now soon: is no time");
    }

    private static async Task CheckAsync(string file, params string[] place)
    {
        var golden = Rows.Read(file);
        var rows = await RowsAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), [.. place, "--now", "2025-07-10T12:00"]);
        Assert.Equal(golden.Count, rows.Count);
        foreach (var (expected, row) in golden.Zip(rows))
        {
            Assert.Equal(expected.Text("id"), row.Text("id"));
            if (expected.TryGetProperty("expected", out var text)) Assert.Equal(text.GetString(), row.Text("text"));
            else Assert.True(row.TryGetProperty("error", out _));
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> RowsAsync(string input, params string[] arguments) =>
        Rows.Parse((await Rows.FeedAsync(input, ["try", "chat-template", .. arguments])).Expect(0).Output);
}

using System.IO.Compression;
using System.Text;
using Agro.Plugins.DataSources.Jsonl;

namespace Agro.Tests.DataSources;

public sealed class JsonlTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Usual_names_need_no_mapping()
    {
        var path = Write("""
            {"prompt": "1+1=", "answer": 2, "demonstration": "1+1=2 #### 2", "id": "a"}

            {"prompt": "2+2="}
            """);
        using var source = new JsonlSource(new() { Path = path });
        Assert.Equal(2, source.Count);
        var first = Get(source, 0);
        Assert.Equal(("a", "1+1=", "2", "1+1=2 #### 2"), (first.Id, first.Text, first.Answer, first.Demonstration));
        var second = Get(source, 1);
        Assert.Equal(("3", "2+2=", null, null), (second.Id, second.Text, second.Answer, second.Demonstration));
        Assert.Equal("2+2=", second.Fields["prompt"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Get(source, 2));
    }

    [Fact]
    public void Fields_templates_and_answer_patterns_are_mapped()
    {
        var path = Write("""{"q": "How {many}?", "n": 3, "solution": "#### 1\n2+1=3\n#### 3 ", "key": 17, "tags": ["x"], "none": null}""");
        using var source = new JsonlSource(new()
        {
            Path = path,
            PromptTemplate = "{{Q}} {q} ({ n })\nA:",
            AnswerField = "solution",
            AnswerPattern = "#### (.+)",
            DemonstrationField = "solution",
            IdField = "key",
        });
        var prompt = Get(source, 0);
        Assert.Equal("{Q} How {many}? (3)\nA:", prompt.Text);
        Assert.Equal(("17", "3"), (prompt.Id, prompt.Answer));
        Assert.Equal("#### 1\n2+1=3\n#### 3 ", prompt.Demonstration);
        Assert.Equal("""["x"]""", prompt.Fields["tags"]);
        Assert.False(prompt.Fields.ContainsKey("none"));
    }

    [Fact]
    public void Conversations_are_read_and_a_last_answer_becomes_the_demonstration()
    {
        var path = Write("""
            {"messages": [{"role": "system", "content": "Now."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yo"}]}
            {"messages": [{"role": "user", "content": "Hello"}]}
            """);
        using var source = new JsonlSource(new() { Path = path, MessagesField = "messages", SystemPrompt = "Be kind." });
        Assert.Equal([new(Role.System, "Now."), new(Role.User, "Hi")], Get(source, 0).Messages);
        Assert.Equal(("Now.\nHi", "Yo"), (Get(source, 0).Text, Get(source, 0).Demonstration));
        Assert.Equal([new(Role.System, "Be kind."), new(Role.User, "Hello")], Get(source, 1).Messages);
    }

    [Fact]
    public void Plain_prompts_become_conversations_only_if_asked_for()
    {
        var path = Write("""{"prompt": "Hi"}""");
        Assert.Empty(Get(new(new() { Path = path }), 0).Messages);
        Assert.Equal([new(Role.User, "Hi")], Get(new(new() { Path = path, Chat = true }), 0).Messages);
        Assert.Equal([new(Role.System, "S"), new(Role.User, "Hi")], Get(new(new() { Path = path, SystemPrompt = "S" }), 0).Messages);
    }

    [Fact]
    public void Skip_and_limit_cut_out_a_part()
    {
        var path = Write(string.Join('\n', Enumerable.Range(0, 10).Select(i => $$"""{"prompt": "{{i}}"}""")));
        using var source = new JsonlSource(new() { Path = path, Skip = 3, Limit = 4 });
        Assert.Equal(["3", "4", "5", "6"], Enumerable.Range(0, 4).Select(i => Get(source, i).Text));
        Assert.Equal(4, source.Count);
        Assert.Equal(7, new JsonlSource(new() { Path = path, Skip = 3, Limit = 40 }).Count);
        Assert.Contains("skip is 10, but there are only 10 lines", Refusal(new() { Path = path, Skip = 10 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n", false, false)]
    [InlineData("\n", true, false)]
    [InlineData("\n", false, true)]
    public void Line_ends_byte_order_marks_and_gzip_make_no_difference(string lineEnd, bool byteOrderMark, bool gzip)
    {
        string[] texts = ["é\u2028ü", "二", new('x', 100_000), ""];
        var lines = string.Join(lineEnd, texts.Select(text => $$"""  {"prompt": "{{text}}"}""")) + lineEnd;
        byte[] bytes = [.. byteOrderMark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(lines)];
        var path = Path.Combine(_folder, "data.jsonl");
        using (var file = File.Create(path))
        using (Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file)
            stream.Write(bytes);
        using var source = new JsonlSource(new() { Path = path });
        Assert.Equal(texts, Enumerable.Range(0, 4).Select(i => Get(source, i).Text));
    }

    [Fact]
    public void Prompts_are_read_from_several_threads()
    {
        var path = Write(string.Join('\n', Enumerable.Range(0, 500).Select(i => $$"""{"prompt": "{{i}}"}""")));
        using var source = new JsonlSource(new() { Path = path });
        var texts = Enumerable.Range(0, 500).AsParallel().AsOrdered().Select(i => Get(source, i).Text);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), texts);
    }

    [Fact]
    public void Gsm8k_is_read_as_it_is()
    {
        var options = new JsonlOptions
        {
            Path = SharedData.PathOf("data", "gsm8k", "train.jsonl.gz"),
            PromptTemplate = "Question: {question}\nAnswer:",
            AnswerField = "answer",
            AnswerPattern = "#### (.+)",
            DemonstrationField = "answer",
        };
        using var source = new JsonlSource(options);
        Assert.Equal(7473, source.Count);
        Assert.StartsWith("Question: Natalia sold clips", Get(source, 0).Text, StringComparison.Ordinal);
        Assert.Equal("72", Get(source, 0).Answer);
        Assert.EndsWith("#### 72", Get(source, 0).Demonstration, StringComparison.Ordinal);
    }

    private static Prompt Get(JsonlSource source, long index) =>
        source.GetAsync(index, TestContext.Current.CancellationToken).AsTask().Result;

    private static string Refusal(JsonlOptions options) => Assert.Throws<InputException>(() => new JsonlSource(options)).Message;

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllText(path, text);
        return path;
    }
}

using System.Text.Json;
using Agro.Models.ChatTemplates;

namespace Agro.Tests.ChatTemplates;

/// <summary>Real templates, rendered by Python's jinja2 as transformers sets it up.</summary>
public class GoldenTests
{
    public static TheoryData<string> Names { get; } =
    [
        "chatml", "qwen2.5-instruct", "qwen3", "llama-3-instruct", "llama-3.1-instruct", "mistral-7b-instruct-v0.1", "mistral-nemo-instruct-2407",
        "gemma-3-it", "deepseek-v3", "deepseek-r1", "zephyr-7b-beta", "smollm3",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Conversations_are_rendered_as_by_the_reference(string name)
    {
        var template = Rows("templates").Single(row => Text(row, "name") == name);
        var rows = Rows("golden").Where(row => Text(row, "template") == name).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows) Check(row, Text(template, "template")!);
    }

    [Fact]
    public void Templates_of_the_hub_are_rendered_as_by_the_reference()
    {
        var rows = Rows("upstream");
        Assert.NotEmpty(rows);
        foreach (var row in rows) Check(row, Text(row, "template")!);
    }

    private static void Check(JsonElement row, string template)
    {
        var parsed = ChatTemplate.Parse(template, "t", new FixedTime());
        var context = row.GetProperty("context");
        var id = Text(row, "id");
        if (Text(row, "expected") is { } expected) Assert.Equal($"{id}: {expected}", $"{id}: {parsed.Render(context)}");
        else Assert.Throws<ChatTemplateException>(() => parsed.Render(context));
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static List<JsonElement> Rows(string name) =>
        [.. File.ReadLines(SharedData.PathOf("data", "chat-templates", $"{name}.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(Templates.Time, TimeSpan.Zero);
    }
}

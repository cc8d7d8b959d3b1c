using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;

namespace Agro.Cli.Commands.Trials;

/// <summary>A prompt with completions to score.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Prompt">The prompt, with its ground truth.</param>
/// <param name="Completions">The completions.</param>
/// <param name="IsGroup">Whether they were given as a list.</param>
internal sealed record ScoredRow(JsonNode Id, Prompt Prompt, ImmutableArray<Completion> Completions, bool IsGroup)
{
    private static readonly string[] OfCompletion = ["completion", "completion_ids", "completion_tokens"];
    private static readonly string[] OfPrompt = ["id", "prompt", "messages", "demonstration"];

    /// <summary>
    /// Reads a row. <c>completion</c> is what is scored, <c>answer</c> or <c>gold</c> the ground truth; where there is no completion and
    /// both of these, <c>answer</c> is what is scored.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static ScoredRow Parse(InputRow row)
    {
        var isGroup = row.Find("completions") is not null;
        var isGiven = isGroup || OfCompletion.Any(name => row.Find(name) is not null);
        var answerIsScored = !isGiven && row.Find("answer") is not null && row.Find("gold") is not null;
        if (!isGiven && !answerIsScored)
            throw row.Missing("completion", "a text (or 'completions' a list, or 'answer' a text where 'gold' is the truth)");
        var truth = answerIsScored || row.Find("answer") is null ? "gold" : "answer";
        HashSet<string> taken = [.. OfCompletion, .. OfPrompt, "completions", truth, answerIsScored ? "answer" : truth];
        var prompt = new Prompt
        {
            Id = row.AnyText("id") ?? row.Place,
            Text = row.TextOrNull("prompt") ?? "",
            Messages = Messages(row),
            Answer = row.AnyText(truth),
            Demonstration = row.TextOrNull("demonstration"),
            Fields = row.Names.Where(name => !taken.Contains(name) && row.Find(name) is not null)
                .ToImmutableDictionary(name => name, name => row.AnyText(name)!),
        };
        return new(row.Id, prompt, isGroup ? Group(row) : [Completion(row, answerIsScored ? "answer" : "completion")], isGroup);
    }

    private static ImmutableArray<Completion> Group(InputRow row)
    {
        var list = row.Find("completions")!.Value;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw row.Wrong("completions", list, "a list of texts, not empty");
        return [.. list.EnumerateArray().Select((item, i) => item.ValueKind switch
        {
            JsonValueKind.Object => Completion(row with { Place = $"{row.Place}: completions[{i}]", Json = item }, "completion"),
            JsonValueKind.String => new() { Text = item.GetString()!, Tokens = [], FinishReason = FinishReason.Given, PolicyVersion = -1 },
            _ => throw row.Fault($"'completions' must be a list of texts or objects, found {InputRow.Describe(item)} at [{i}]"),
        })];
    }

    private static Completion Completion(InputRow row, string text) => new()
    {
        // What is scored by its length alone need not say what it says.
        Text = row.Find(text) is null && Tokens(row) is not null ? "" : text == "answer" ? row.AnyText(text)! : row.Text(text),
        Tokens = Tokens(row) ?? [],
        FinishReason = FinishReason.Given,
        PolicyVersion = -1,
    };

    /// <summary>The tokens, or as many as are said to be; null where neither is known.</summary>
    private static ImmutableArray<int>? Tokens(InputRow row)
    {
        if (row.Find("completion_ids") is not null) return [.. row.List("completion_ids", "token ids", InputRow.TokenOf)];
        if (row.Find("completion_tokens") is not { } count) return null;
        return InputRow.TokenOf(count) is { } length and <= 1 << 24
            ? [.. new int[length]]
            : throw row.Wrong("completion_tokens", count, "a number of tokens");
    }

    private static ImmutableArray<Message> Messages(InputRow row)
    {
        if (row.Find("messages") is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array) throw row.Wrong("messages", list, "a list of objects with role and content");
        return [.. list.EnumerateArray().Select((item, i) =>
        {
            if (item.ValueKind != JsonValueKind.Object) throw row.Wrong($"messages[{i}]", item, "an object with role and content");
            var message = row with { Place = $"{row.Place}: messages[{i}]", Json = item };
            var role = message.Text("role");
            return Enum.TryParse<Role>(role, ignoreCase: true, out var parsed) && !char.IsAsciiDigit(role[0])
                ? new Message(parsed, message.Text("content"))
                : throw message.Fault($"'role' must be system, user, assistant or tool, found '{role}'");
        })];
    }
}

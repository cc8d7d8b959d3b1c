using System.Text;
using System.Text.Json;

namespace Agro.Plugins.Rewards.Remote;

/// <summary>Reads the answer of a reward server.</summary>
internal static class RewardAnswer
{
    /// <summary>Reads an answer.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many results there must be.</param>
    /// <exception cref="HttpRequestException">It is something else.</exception>
    public static IReadOnlyList<RewardResult> Read(byte[] json, int count)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("results", out var results)
                || results.ValueKind != JsonValueKind.Array)
                throw Fault("no list \"results\"", json);
            if (results.GetArrayLength() != count) throw Fault($"{results.GetArrayLength()} results for {count} completions", json);
            return [.. results.EnumerateArray().Select(result => Result(result, json))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Fault("no JSON", json);
        }
    }

    /// <summary>The beginning of a body, for messages.</summary>
    /// <param name="body">The body.</param>
    public static string Excerpt(byte[] body)
    {
        const int Most = 200;
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, Most))).ReplaceLineEndings(" ").Trim();
        return body.Length > Most ? text + "…" : text;
    }

    private static RewardResult Result(JsonElement result, byte[] json)
    {
        if (result.ValueKind is JsonValueKind.Number or JsonValueKind.Null) return Value(result, json);
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("value", out var value)) throw Fault("a result without \"value\"", json);
        return Value(value, json) with { Reason = Text(result, "reason"), Extracted = Text(result, "extracted") };
    }

    private static RewardResult Value(JsonElement value, byte[] json) => value.ValueKind switch
    {
        JsonValueKind.Null => RewardResult.NotApplicable("the server says that it does not apply"),
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => RewardResult.Of(number),
        _ => throw Fault("a value that is no finite number", json),
    };

    private static string? Text(JsonElement result, string name) =>
        result.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static HttpRequestException Fault(string what, byte[] json) => new($"the server answered {what}: {Excerpt(json)}");
}

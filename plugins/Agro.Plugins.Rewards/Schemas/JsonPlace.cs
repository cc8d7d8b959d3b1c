using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>Where in a completion its JSON stands.</summary>
internal enum JsonPlace
{
    /// <summary>The whole completion, white space around it left out.</summary>
    Whole,

    /// <summary>The last block fenced by three backticks.</summary>
    CodeBlock,

    /// <summary>Between the last <c>&lt;answer&gt;</c> and the <c>&lt;/answer&gt;</c> behind it.</summary>
    AnswerTag,

    /// <summary>The first object in the text, whatever stands around it.</summary>
    Embedded,
}

/// <summary>Finds JSON in completions.</summary>
internal static partial class JsonPlaces
{
    /// <summary>What stands at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="text">The completion.</param>
    /// <returns>The text there; null when there is none.</returns>
    public static string? Find(JsonPlace place, string text) => place switch
    {
        JsonPlace.CodeBlock => Block().Matches(text) is [.., var last] ? last.Groups["text"].Value : null,
        JsonPlace.AnswerTag => Answers.AnswerFinder.Tagged(text),
        JsonPlace.Embedded => FirstObject(text),
        _ => text.Trim(),
    };

    /// <summary>Writes JSON at a place, for cases whose reward is known.</summary>
    /// <param name="place">The place.</param>
    /// <param name="json">The JSON.</param>
    public static string Write(JsonPlace place, string json) => place switch
    {
        JsonPlace.CodeBlock => $"```json\n{json}\n```",
        JsonPlace.AnswerTag => $"<answer>{json}</answer>",
        _ => json,
    };

    private static string? FirstObject(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return null;
        var bytes = Encoding.UTF8.GetBytes(text[start..]);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            reader.Skip();
            return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)reader.BytesConsumed));
        }
        catch (JsonException)
        {
            return text[start..];
        }
    }

    [GeneratedRegex(@"```[A-Za-z]*[^\S\n]*\n(?<text>.*?)\n?[^\S\n]*```", RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}

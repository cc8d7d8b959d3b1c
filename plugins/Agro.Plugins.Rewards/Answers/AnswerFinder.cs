namespace Agro.Plugins.Rewards.Answers;

/// <summary>Finds the final answer of a completion in the first of several places that has one.</summary>
/// <param name="places">The places, in the order in which they are tried; at least one.</param>
/// <param name="marker">What precedes an answer at <see cref="AnswerPlace.Marker"/>.</param>
internal sealed class AnswerFinder(IReadOnlyList<AnswerPlace> places, string marker)
{
    /// <summary>The marker that GSM8K and many data sets after it write.</summary>
    public const string Hash = "####";

    /// <summary>Makes a finder of a reward's options.</summary>
    /// <param name="reward">The reward, for messages.</param>
    /// <param name="options">Where answers may stand.</param>
    /// <exception cref="InputException">There is no place, or the marker is empty.</exception>
    public static AnswerFinder Of(string reward, AnswerOptions options)
    {
        if (options.In.Count == 0) throw new InputException($"{reward}: in is empty: name at least one place where the answer may stand");
        if (options.Marker.Length == 0) throw new InputException($"{reward}: marker is empty; leave it out for '####'");
        return new(options.In, options.Marker);
    }

    /// <summary>Finds the answer.</summary>
    /// <param name="text">The completion.</param>
    /// <returns>The answer without white space around it; null when no place has one.</returns>
    public string? Find(string text)
    {
        foreach (var place in places)
        {
            if (At(place, text) is { Length: > 0 } answer) return answer;
        }

        return null;
    }

    /// <summary>Writes an answer where it is looked for first, for cases whose reward is known.</summary>
    /// <param name="answer">The answer.</param>
    public string Write(string answer) => places[0] switch
    {
        AnswerPlace.Marker => $"So it is\n{marker} {answer}",
        AnswerPlace.Boxed => $@"So it is $\boxed{{{answer}}}$",
        AnswerPlace.AnswerTag => $"So it is <answer>{answer}</answer>",
        _ => answer,
    };

    /// <summary>What follows the last marker, up to the end of the line; a colon behind the marker is skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marker">The marker.</param>
    /// <returns>The answer; null when there is none.</returns>
    public static string? AfterMarker(string text, string marker)
    {
        var at = text.LastIndexOf(marker, StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = text.AsSpan(at + marker.Length);
        var end = rest.IndexOfAny('\n', '\r');
        var answer = (end < 0 ? rest : rest[..end]).Trim().TrimStart(':').Trim();
        return answer.IsEmpty ? null : answer.ToString();
    }

    private string? At(AnswerPlace place, string text) => place switch
    {
        AnswerPlace.Marker => AfterMarker(text, marker),
        AnswerPlace.Boxed => Boxed(text),
        AnswerPlace.AnswerTag => Tagged(text),
        AnswerPlace.LastNumber => ExactNumber.FindLast(text),
        AnswerPlace.LastLine => LastLine(text),
        _ => text.Trim(),
    };

    private static string? Boxed(string text)
    {
        const string Command = @"\boxed{";
        var start = text.LastIndexOf(Command, StringComparison.Ordinal);
        if (start < 0) return null;
        var depth = 1;
        for (var i = start + Command.Length; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return text[(start + Command.Length)..i].Trim();
        }

        return null;
    }

    /// <summary>What stands between the last <c>&lt;answer&gt;</c> and the <c>&lt;/answer&gt;</c> behind it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The answer; null when there is none.</returns>
    public static string? Tagged(string text)
    {
        const string Open = "<answer>";
        var end = text.LastIndexOf("</answer>", StringComparison.Ordinal);
        var start = end < 0 ? -1 : text.LastIndexOf(Open, end, StringComparison.Ordinal);
        return start < 0 ? null : text[(start + Open.Length)..end].Trim();
    }

    private static string? LastLine(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var start = trimmed.LastIndexOfAny('\n', '\r') + 1;
        return trimmed.IsEmpty ? null : trimmed[start..].Trim().ToString();
    }
}

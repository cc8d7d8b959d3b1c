namespace Agro.Cli.Terminal;

/// <summary>A prompt, a completion and what became of it, as text for a person.</summary>
internal static class SampleText
{
    /// <summary>What the policy was asked.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The text, or the conversation with a line for each turn.</returns>
    public static string Of(Prompt prompt) => prompt.Messages.IsDefaultOrEmpty
        ? prompt.Text
        : string.Join('\n', prompt.Messages.Select(message => $"{message.Role.ToString().ToLowerInvariant()}: {message.Content}"));

    /// <summary>Reward, ground truth and length.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="rollout">The rollout.</param>
    /// <returns>Such as <c>reward 1.000, answer 42, found 42, 57 tokens, stop</c> and the parts of the reward.</returns>
    public static string Verdict(Prompt prompt, Rollout rollout)
    {
        var parts = new List<string> { $"reward {Figures.Score(rollout.Reward)}" };
        if (prompt.Answer is { } answer) parts.Add($"answer {Cells.Cut(VisibleText.Clean(answer), 40)}");
        if (rollout.Extracted is { } found) parts.Add($"found {Cells.Cut(VisibleText.Clean(found), 40)}");
        var tokens = rollout.Completion.Tokens;
        parts.Add($"{(tokens.IsDefault ? 0 : tokens.Length)} tokens");
        parts.Add(rollout.Completion.FinishReason.ToString().ToLowerInvariant());
        if (rollout.RewardParts is { Count: > 1 } rewards)
        {
            parts.AddRange(rewards.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key} {Figures.Number(part.Value)}"));
        }

        return string.Join(", ", parts);
    }

    /// <summary>A long text's beginning and end, which for a completion is where its answer stands, in a given number of lines.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="width">Cells of a line, 1 or more.</param>
    /// <param name="lines">The most lines, 1 or more.</param>
    /// <returns>At least one line, each of visible characters.</returns>
    public static List<string> Excerpt(string text, int width, int lines)
    {
        text = text.Trim();
        // The view is drawn several times a second, and only so much of a long text can be seen.
        var enough = 4 * (width + 1) * lines;
        if (text.Length <= 2 * enough)
        {
            var whole = Wrap(text, width, lines);
            if (whole.Count <= lines) return whole;
        }

        var cut = text.Length > 2 * enough;
        var head = Wrap(cut ? text[..enough] : text, width, lines);
        var tail = cut ? Wrap(text[^enough..], width, lines) : head;
        if (lines < 3) return [.. head.Take(lines - 1), Cells.Cut(head[Math.Min(lines, head.Count) - 1], width - 1) + "…"];
        var last = Math.Max(1, lines / 3);
        return [.. head.Take(lines - 1 - last), "…", .. tail.TakeLast(last)];
    }

    /// <summary>Keeps the text's own lines where they fit, and runs them together where they do not.</summary>
    private static List<string> Wrap(string text, int width, int lines)
    {
        var wrapped = Cells.Wrap(VisibleText.Clean(text, keepBreaks: true), width);
        return wrapped.Count <= lines ? wrapped : Cells.Wrap(VisibleText.Clean(text), width);
    }
}

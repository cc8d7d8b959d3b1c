using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Where the parts of one completion are.</summary>
/// <param name="Text">Its text, or its conversation.</param>
internal sealed record CompletionParts(Cell Text)
{
    // What is above 0 by so little is rounding: log-probabilities of near certain tokens in single precision.
    private const float Rounding = 1e-4f;

    /// <summary>Its token ids.</summary>
    public Cell? Tokens { get; init; }

    /// <summary>Their log-probabilities.</summary>
    public Cell? LogProbs { get; init; }

    /// <summary>Its reward.</summary>
    public double? Reward { get; init; }

    /// <summary>Whether it was cut off.</summary>
    public Cell? Truncated { get; init; }

    /// <summary>Why it ended, which says the same.</summary>
    public Cell? FinishReason { get; init; }

    /// <summary>Puts it together.</summary>
    /// <exception cref="InputException">A part is not what it should be, or two do not belong together.</exception>
    public GivenCompletion Make()
    {
        var tokens = Tokens is { } ids ? ReadTokens(ids) : [];
        var logProbs = LogProbs is { } numbers ? ReadLogProbs(numbers) : [];
        if (logProbs.Length != tokens.Length && LogProbs is { } fault && logProbs.Length > 0)
        {
            throw fault.Fault(Tokens is { } other
                ? $"has {logProbs.Length} numbers, and '{other.Name}' has {tokens.Length}: one for each token is wanted"
                : "has no tokens beside it: log-probabilities are of token ids, which the text alone does not tell");
        }

        return new GivenCompletion
        {
            Text = ReadText(),
            Tokens = tokens,
            LogProbs = logProbs,
            Reward = Reward,
            Truncated = Truncated?.Boolean() ?? (FinishReason is { IsText: true } reason && reason.AsWritten() == "length"),
        };
    }

    private string ReadText()
    {
        if (Text.IsConversation)
        {
            return Conversation.Read(Text, "a completion") is [.., { Role: Role.Assistant } last]
                ? last.Content
                : throw Text.Fault("must end with a message of the assistant");
        }

        return Text.IsList || Text.IsObject || Text.IsNull ? throw Text.Unlike("a text or a list of messages") : Text.AsWritten();
    }

    private static ImmutableArray<int> ReadTokens(Cell list)
    {
        if (!list.IsList) throw list.Unlike("a list of token ids");
        var tokens = ImmutableArray.CreateBuilder<int>(list.Value.GetArrayLength());
        foreach (var item in list.Value.EnumerateArray())
        {
            if (item.ValueKind != System.Text.Json.JsonValueKind.Number || !item.TryGetInt32(out var token) || token < 0)
                throw list.At(tokens.Count).Unlike("a token id: a whole number, 0 or more");
            tokens.Add(token);
        }

        return tokens.MoveToImmutable();
    }

    private static ImmutableArray<float> ReadLogProbs(Cell list)
    {
        if (!list.IsList) throw list.Unlike("a list of log-probabilities");
        var numbers = ImmutableArray.CreateBuilder<float>(list.Value.GetArrayLength());
        foreach (var item in list.Value.EnumerateArray())
        {
            if (item.ValueKind != System.Text.Json.JsonValueKind.Number || !item.TryGetSingle(out var number) || !(number <= Rounding) || !float.IsFinite(number))
                throw list.At(numbers.Count).Unlike("a log-probability: a finite number, 0 or less");
            numbers.Add(number);
        }

        return numbers.MoveToImmutable();
    }
}

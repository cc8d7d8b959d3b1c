using System.Globalization;
using System.Text;

namespace Agro.Models.Tokenizers.AddedTokens;

/// <summary>Cuts added tokens out of a text.</summary>
/// <param name="tokens">The texts that are looked for, and their tokens.</param>
internal sealed class AddedTokenSplitter(IEnumerable<(string Text, AddedToken Token)> tokens)
{
    private readonly TokenTrie _trie = new(tokens);

    /// <summary>Covers a text with added tokens and the stretches between them.</summary>
    public List<Stretch> Split(string text)
    {
        var stretches = new List<Stretch>();
        var covered = 0;
        for (var from = 0; _trie.Find(text, from) is { } match; from = match.End)
        {
            var (start, end, token) = match;
            if (token.SingleWord && TouchesWord(text, start, end)) continue;
            // Spaces that the token before took are not taken twice.
            if (token.LeftStrip) start = Math.Max(covered, text.AsSpan(0, start).TrimEnd().Length);
            if (token.RightStrip) end = text.Length - text.AsSpan(end).TrimStart().Length;
            if (covered < start) stretches.Add(new Stretch(covered, start, null));
            stretches.Add(new Stretch(start, end, token.Id));
            covered = end;
        }
        if (covered < text.Length) stretches.Add(new Stretch(covered, text.Length, null));
        return stretches;
    }

    private static bool TouchesWord(string text, int start, int end)
    {
        _ = Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _);
        _ = Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _);
        return (start > 0 && IsWord(before)) || (end < text.Length && IsWord(after));
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) || Patterns.ShadowText.IsCircledLetter(rune.Value),
        _ => false,
    };
}

/// <summary>A stretch of text.</summary>
/// <param name="Start">Its first UTF-16 unit.</param>
/// <param name="End">The unit after its last.</param>
/// <param name="Token">The added token that it is, or null where it is text.</param>
internal readonly record struct Stretch(int Start, int End, int? Token);

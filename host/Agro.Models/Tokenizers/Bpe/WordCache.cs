using System.Diagnostics.CodeAnalysis;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>
/// Remembers the tokens of short words: a fixed number of places, a newer word takes an older one's. Entries never change once they are seen,
/// so that threads share it without locks.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are rare, and dear to remember.</summary>
    public const int LongestWord = 48;

    private const int Places = 1 << 16;
    private readonly Entry?[] _entries = new Entry?[Places];

    public bool TryGet(ReadOnlySpan<char> word, out int place, [NotNullWhen(true)] out int[]? ids)
    {
        place = string.GetHashCode(word) & (Places - 1);
        var entry = Volatile.Read(ref _entries[place]);
        ids = entry is not null && word.SequenceEqual(entry.Word) ? entry.Ids : null;
        return ids is not null;
    }

    public void Set(int place, ReadOnlySpan<char> word, ReadOnlySpan<int> ids) =>
        Volatile.Write(ref _entries[place], new Entry(word.ToString(), ids.ToArray()));

    private sealed record Entry(string Word, int[] Ids);
}

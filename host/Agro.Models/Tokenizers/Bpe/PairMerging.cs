namespace Agro.Models.Tokenizers.Bpe;

/// <summary>
/// The merges of byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909): while some neighbors merge, the pair of lowest rank does, of equals the leftmost.
/// </summary>
internal static class PairMerging
{
    /// <summary>Up to here a scan is faster than a queue.</summary>
    private const int ScanLimit = 64;

    /// <summary>Merges in place.</summary>
    /// <param name="symbols">Token ids of a word.</param>
    /// <param name="merges">What merges.</param>
    /// <returns>How many ids are left, from the start.</returns>
    public static int Merge(Span<int> symbols, MergeTable merges) =>
        symbols.Length < 2 ? symbols.Length : symbols.Length <= ScanLimit ? Scan(symbols, merges) : MergeQueue.Run(symbols, merges);

    private static int Scan(Span<int> symbols, MergeTable merges)
    {
        Span<int> ranks = stackalloc int[ScanLimit];
        Span<int> made = stackalloc int[ScanLimit];
        var count = symbols.Length;
        for (var i = 0; i + 1 < count; i++) ranks[i] = merges.Rank(symbols[i], symbols[i + 1], out made[i]);
        while (count > 1)
        {
            var best = 0;
            for (var i = 1; i + 1 < count; i++)
            {
                if (ranks[i] < ranks[best]) best = i;
            }
            if (ranks[best] == MergeTable.NoRank) break;
            symbols[best] = made[best];
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            ranks[(best + 1)..(count - 1)].CopyTo(ranks[best..]);
            made[(best + 1)..(count - 1)].CopyTo(made[best..]);
            count--;
            if (best > 0) ranks[best - 1] = merges.Rank(symbols[best - 1], symbols[best], out made[best - 1]);
            if (best + 1 < count) ranks[best] = merges.Rank(symbols[best], symbols[best + 1], out made[best]);
        }
        return count;
    }
}

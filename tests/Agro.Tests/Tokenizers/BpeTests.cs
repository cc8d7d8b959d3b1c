using Agro.Models.Tokenizers;
using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Files;

namespace Agro.Tests.Tokenizers;

public class BpeTests
{
    [Fact]
    public void Scan_and_queue_merge_as_the_definition_says()
    {
        var random = new Random(1);
        for (var round = 0; round < 60; round++)
        {
            var merges = Enumerable.Range(0, 80).Select(i => (MergeTable.Pair(random.Next(6 + i), random.Next(6 + i)), 6 + i)).ToList();
            var table = new MergeTable(merges);
            foreach (var length in (int[])[0, 1, 2, 5, 64, 65, 300])
            {
                var word = Enumerable.Range(0, length).Select(_ => random.Next(6)).ToArray();
                var merged = word.ToArray();
                Assert.Equal(MergeByDefinition([.. word], table), merged[..PairMerging.Merge(merged, table)]);
            }
        }
    }

    [Fact]
    public void Of_a_pair_that_comes_twice_the_later_rank_counts()
    {
        var table = new MergeTable([(MergeTable.Pair(1, 2), 7), (MergeTable.Pair(3, 4), 8), (MergeTable.Pair(1, 2), 9)]);
        Assert.Equal(2, table.Rank(1, 2, out var made));
        Assert.Equal(9, made);
        Assert.Equal(MergeTable.NoRank, table.Rank(2, 1, out _));
    }

    [Fact]
    public void Cutting_where_nothing_merges_changes_no_token()
    {
        var path = SharedData.PathOf("data", "models", "stories260k", "tokenizer.json");
        var file = TokenizerFile.Parse(path, JsonFile.ReadBytes(path));
        var vocabulary = file.Model.ReadVocabulary();
        var options = BpeOptions.Read(file.Model.Options);
        var cutting = new BpeModelReader(file.Model, options, vocabulary).Read(toBytes: false, BpeEngine.Agro);
        var rules = new MergeRules(vocabulary, 0, null);
        file.Model.ReadMerges(rules.Add);
        var whole = new PairEncoder(new CharacterSymbols(vocabulary, new SymbolTable(vocabulary, true, 0), options), rules.Build(), ignoreMerges: false);
        foreach (var text in RandomText.Many(7, 300).Select(text => text.Replace(' ', '▁')))
        {
            var (expected, actual) = (new List<int>(), new List<int>());
            whole.Encode(text, expected);
            cutting.Encode(text, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void A_full_cache_forgets_words_and_not_their_tokens()
    {
        var cache = new WordCache();
        for (var i = 0; i < 200_000; i++)
        {
            var word = $"w{i}";
            if (!cache.TryGet(word, out var place, out var ids)) cache.Set(place, word, [i]);
            else Assert.Equal([i], ids);
            Assert.True(cache.TryGet(word, out _, out ids));
            Assert.Equal([i], ids);
        }
    }

    private static int[] MergeByDefinition(List<int> word, MergeTable table)
    {
        while (true)
        {
            var best = -1;
            var (bestRank, bestId) = (MergeTable.NoRank, -1);
            for (var i = 0; i + 1 < word.Count; i++)
            {
                if (table.Rank(word[i], word[i + 1], out var id) is var rank && rank < bestRank) (best, bestRank, bestId) = (i, rank, id);
            }
            if (best < 0) return [.. word];
            word[best] = bestId;
            word.RemoveAt(best + 1);
        }
    }
}

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Collects merges while a file is read.</summary>
/// <param name="vocabulary">Must hold both parts of a merge and what it makes.</param>
/// <param name="prefixLength">Characters of the prefix that marks a part as not the first of a word.</param>
/// <param name="boundaries">Learns which neighbors can ever merge, or null.</param>
internal sealed class MergeRules(Vocabulary vocabulary, int prefixLength, MergeBoundaries? boundaries)
{
    private readonly List<(ulong Pair, int Id)> _merges = [];
    private char[] _joined = new char[256];

    /// <summary>Adds the next merge.</summary>
    /// <returns>A token that is not in the vocabulary, or null.</returns>
    public string? Add(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var (leftId, rightId) = (vocabulary.Find(left), vocabulary.Find(right));
        if (leftId < 0) return left.ToString();
        if (rightId < 0 || right.Length < prefixLength) return right.ToString();
        var tail = right[prefixLength..];
        if (_joined.Length < left.Length + tail.Length) _joined = new char[2 * (left.Length + tail.Length)];
        left.CopyTo(_joined);
        tail.CopyTo(_joined.AsSpan(left.Length));
        var joined = _joined.AsSpan(0, left.Length + tail.Length);
        var id = vocabulary.Find(joined);
        if (id < 0) return joined.ToString();
        _merges.Add((MergeTable.Pair(leftId, rightId), id));
        boundaries?.Learn(left, right, leftId, rightId);
        return null;
    }

    public MergeTable Build() => new(_merges);
}

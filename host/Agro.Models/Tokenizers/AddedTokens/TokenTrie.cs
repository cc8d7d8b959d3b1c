using System.Buffers;

namespace Agro.Models.Tokenizers.AddedTokens;

/// <summary>Finds the leftmost of many texts, and of those that begin at one place the longest.</summary>
internal sealed class TokenTrie
{
    private readonly Node _root = new();
    private readonly SearchValues<char> _firsts;

    public TokenTrie(IEnumerable<(string Text, AddedToken Token)> entries)
    {
        foreach (var (text, token) in entries)
        {
            if (text.Length == 0) continue;
            var node = _root;
            foreach (var c in text) node = node.Child(c);
            // Of tokens that normalization makes equal the last counts, as in the reference implementation.
            node.Token = token;
        }
        _firsts = SearchValues.Create(_root.Next.Keys.ToArray().AsSpan());
    }

    /// <summary>Finds the next match.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the search begins.</param>
    /// <returns>Where the match begins and ends, and its token; null where there is none.</returns>
    public (int Start, int End, AddedToken Token)? Find(ReadOnlySpan<char> text, int from)
    {
        while (true)
        {
            var offset = text[from..].IndexOfAny(_firsts);
            if (offset < 0) return null;
            from += offset;
            if (Longest(text, from) is { } match) return (from, match.End, match.Token);
            from++;
        }
    }

    private (int End, AddedToken Token)? Longest(ReadOnlySpan<char> text, int start)
    {
        (int, AddedToken)? longest = null;
        var node = _root;
        for (var i = start; i < text.Length && node.Next.TryGetValue(text[i], out node!); i++)
        {
            if (node.Token is not null) longest = (i + 1, node.Token);
        }
        return longest;
    }

    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public AddedToken? Token { get; set; }

        public Node Child(char c)
        {
            if (!Next.TryGetValue(c, out var child)) Next[c] = child = new Node();
            return child;
        }
    }
}

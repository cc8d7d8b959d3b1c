namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Token texts and ids, with holes where no token has an id.</summary>
internal sealed class Vocabulary(int expected)
{
    private readonly Dictionary<string, int> _ids = new(expected, StringComparer.Ordinal);
    private string?[] _tokens = new string?[Math.Max(expected, 16)];
    private Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _lookup;

    /// <summary>Every token and its id.</summary>
    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;

    /// <summary>One more than the highest id.</summary>
    public int Size { get; private set; }

    public void Add(string token, int id)
    {
        _ids[token] = id;
        if (id >= _tokens.Length) Array.Resize(ref _tokens, Math.Max(id + 1, _tokens.Length * 2));
        _tokens[id] = token;
        Size = Math.Max(Size, id + 1);
    }

    public string? Token(int id) => (uint)id < (uint)Size ? _tokens[id] : null;

    public int? Id(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token) => (_lookup ??= _ids.GetAlternateLookup<ReadOnlySpan<char>>()).TryGetValue(token, out var id) ? id : -1;
}

using System.Globalization;
using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers.AddedTokens;

/// <summary>Reads <c>added_tokens</c> of tokenizer.json, and what tokenizer_config.json has beyond them.</summary>
internal static class AddedTokenReader
{
    public static List<AddedToken> Read(TokenizerFile file, JsonPart? config, Vocabulary vocabulary)
    {
        var tokens = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (var part in file.Root.Optional("added_tokens")?.Items() ?? []) Add(AddedToken.Read(part), part, vocabulary, tokens);
        foreach (var (name, part) in config?.Optional("added_tokens_decoder")?.Properties() ?? [])
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) throw part.Fault("its name is not a token id");
            var token = AddedToken.Read(part, id);
            if (!tokens.ContainsKey(token.Content)) Add(token, part, vocabulary, tokens);
        }
        return [.. tokens.Values];
    }

    private static void Add(AddedToken token, JsonPart part, Vocabulary vocabulary, Dictionary<string, AddedToken> tokens)
    {
        if (token.Content.Length == 0) return;
        if (token.Id is < 0 or > BpeSection.MaximumId)
        {
            throw part.Fault(string.Create(CultureInfo.InvariantCulture, $"has the id {token.Id}; ids are 0 to {BpeSection.MaximumId}"));
        }
        // A token that the vocabulary has as well keeps the vocabulary's id, as in the reference implementation.
        tokens[token.Content] = vocabulary.Id(token.Content) is { } id ? token with { Id = id } : token;
    }
}

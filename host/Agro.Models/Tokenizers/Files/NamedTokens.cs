using System.Text.Json;

namespace Agro.Models.Tokenizers.Files;

/// <summary>The tokens that tokenizer_config.json, or else special_tokens_map.json, gives a role.</summary>
internal sealed record NamedTokens(string? Beginning, string? End, string? Padding, string? Unknown)
{
    public static readonly NamedTokens None = new(null, null, null, null);

    public static NamedTokens Read(JsonPart? config, JsonPart? map)
    {
        string? Named(string role) => Content(config?.Optional(role)) ?? Content(map?.Optional(role));
        return new(Named("bos_token"), Named("eos_token"), Named("pad_token"), Named("unk_token"));
    }

    private static string? Content(JsonPart? part) =>
        part is not { } token ? null : token.Kind == JsonValueKind.Object ? token.Required("content").Text() : token.Text();
}

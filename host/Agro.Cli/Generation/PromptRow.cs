using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;

namespace Agro.Cli.Generation;

/// <summary>A prompt to complete: a text or tokens.</summary>
/// <param name="Place">Where it was given, for messages.</param>
/// <param name="Id">What its completions are known by.</param>
/// <param name="Text">The text; null for tokens.</param>
/// <param name="Tokens">The tokens; empty for a text.</param>
internal sealed record PromptRow(string Place, JsonNode Id, string? Text, ImmutableArray<int> Tokens)
{
    /// <summary>Reads a row with <c>prompt</c> or <c>prompt_ids</c>.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static PromptRow Parse(InputRow row)
    {
        var text = row.TextOrNull("prompt");
        if (row.Find("prompt_ids") is null)
            return new(row.Place, row.Id, text ?? throw row.Missing("prompt", "a text (or 'prompt_ids' a list of token ids)"), []);
        if (text is not null) throw row.Fault("has both 'prompt' and 'prompt_ids': give one");
        return new(row.Place, row.Id, null, [.. row.List("prompt_ids", "token ids", InputRow.TokenOf)]);
    }
}

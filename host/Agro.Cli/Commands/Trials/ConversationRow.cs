using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;

namespace Agro.Cli.Commands.Trials;

/// <summary>A conversation to render.</summary>
/// <param name="Place">Where the row is, for messages.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Template">A template, or the name of one; null when the row brings none.</param>
/// <param name="Context">What the template sees: an object.</param>
internal sealed record ConversationRow(string Place, JsonNode Id, string? Template, JsonElement Context)
{
    /// <summary>Reads a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static ConversationRow Parse(InputRow row)
    {
        var context = row.Find("context") ?? throw row.Missing("context", "an object with messages");
        return context.ValueKind == JsonValueKind.Object
            ? new(row.Place, row.Id, row.TextOrNull("template"), context)
            : throw row.Wrong("context", context, "an object with messages");
    }
}

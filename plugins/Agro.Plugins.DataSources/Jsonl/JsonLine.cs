using System.Text.Json;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>Parses a line that holds one JSON object.</summary>
internal static class JsonLine
{
    /// <summary>Parses a line.</summary>
    /// <param name="place">The file and line.</param>
    /// <param name="bytes">The line.</param>
    /// <param name="noun">What it is called in messages.</param>
    /// <exception cref="InputException">It is not a JSON object in UTF-8.</exception>
    public static DataRow Parse(string place, ReadOnlyMemory<byte> bytes, string noun)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement.Clone();
            if (root.ValueKind != JsonValueKind.Object)
                throw new InputException($"{place}:1: a JSON object is wanted on each line, found {Cell.Describe(root)}");
            var columns = new Dictionary<string, JsonElement>();
            foreach (var member in root.EnumerateObject()) columns[member.Name] = member.Value;
            return new(place, columns) { Noun = noun };
        }
        catch (JsonException exception)
        {
            throw new InputException($"{place}:{exception.BytePositionInLine + 1}: not JSON: {Reason(exception)}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"{place}: a name is not valid Unicode text", exception);
        }
    }

    /// <summary>What the parser found, without the place that it ends its message with.</summary>
    /// <param name="exception">Its fault.</param>
    public static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}

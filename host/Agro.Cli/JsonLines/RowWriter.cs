using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Cli.JsonLines;

/// <summary>Writes JSON objects, one a line. Numbers are written so that reading them gives the same number.</summary>
/// <param name="output">Where to.</param>
internal sealed class RowWriter(TextWriter output)
{
    /// <summary>Text as it is, for people to read.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Text as it is, over several lines.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Readable) { WriteIndented = true, NewLine = "\n" };

    // A terminal or pipe that is not UTF-8 gets escapes instead of question marks.
    private readonly JsonSerializerOptions _options = output.Encoding.CodePage is 65001 or 1200 ? Readable : JsonSerializerOptions.Default;

    /// <summary>Writes one object.</summary>
    /// <param name="row">The object.</param>
    public void Write(JsonObject row) => output.Write(row.ToJsonString(_options) + "\n");

    /// <summary>A number as JSON can hold it: what is not finite becomes null.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A number of single precision, in the fewest digits that tell it.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode? Number(float value) => float.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A list of whole numbers.</summary>
    /// <param name="values">The numbers.</param>
    public static JsonArray Integers(IEnumerable<int> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Engine.Tracking;

/// <summary>
/// A file of JSON objects, one a line, that is appended to and flushed line by line. Several threads may append.
/// </summary>
internal sealed class JsonLinesFile : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer;

    /// <summary>Opens a file for appending.</summary>
    /// <param name="path">The file.</param>
    public JsonLinesFile(string path)
    {
        DropCutLine(path);
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { NewLine = "\n" };
    }

    /// <summary>Writes lines and flushes them.</summary>
    /// <param name="lines">The objects.</param>
    public void Append(params IEnumerable<JsonObject> lines)
    {
        lock (_gate)
        {
            foreach (var line in lines) _writer.WriteLine(line.ToJsonString(Readable));
            _writer.Flush();
        }
    }

    /// <summary>
    /// Drops the lines of steps after one, when a run goes on from an earlier checkpoint than its last line; a line that was cut off goes too.
    /// </summary>
    /// <param name="path">The file; nothing happens when it does not exist.</param>
    /// <param name="step">The last step to keep.</param>
    public static void TruncateAfter(string path, long step)
    {
        if (!File.Exists(path)) return;
        var temporary = $"{path}.tmp";
        File.WriteAllLines(temporary, File.ReadLines(path).Where(line => StepOf(line) <= step));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a file that is perhaps being written: a last line that is cut off does not count.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its lines; none when it does not exist.</returns>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static List<JsonObject> Read(string path)
    {
        var lines = new List<JsonObject>();
        if (!File.Exists(path)) return lines;
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (reader.ReadLine() is { } text)
            {
                if (Parse(text) is { } line) lines.Add(line);
                else if (!reader.EndOfStream) throw new InputException($"{path}:{lines.Count + 1}: is not a JSON object");
            }

            return lines;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {exception.Message}");
        }
    }

    /// <summary>A number as JSON can hold it: what is not finite becomes null.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A process that was killed in the middle of a line leaves it so, and what is appended must be a line of its own.</summary>
    private static void DropCutLine(string path)
    {
        if (!File.Exists(path)) return;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var end = stream.Length;
        while (end > 0)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n') break;
            end--;
        }

        if (end < stream.Length) stream.SetLength(end);
    }

    private static long StepOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["step"]?.GetValue<long>() ?? 0;
        }
        catch (JsonException)
        {
            return long.MaxValue;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Agro.Models.Tokenizers.Files;

/// <summary>Reads JSON files, and turns what is wrong with one into an <see cref="InputException"/> with line and column.</summary>
internal static class JsonFile
{
    /// <summary>Reads a small file whole, or returns null where there is none.</summary>
    public static JsonPart? ReadIfPresent(string path)
    {
        if (!Path.Exists(path)) return null;
        return Guard(path, ReadBytes(path), bytes =>
        {
            using var document = JsonDocument.Parse(bytes);
            return (JsonPart?)new JsonPart(document.RootElement.Clone(), path, "$");
        });
    }

    /// <summary>The bytes of a file, without a byte order mark.</summary>
    public static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        ReadOnlyMemory<byte> bytes = InputFile.ReadAllBytes(path);
        return bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }

    /// <summary>Runs a parser over the bytes of a file.</summary>
    public static T Guard<T>(string path, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, T> parse)
    {
        try
        {
            return parse(bytes);
        }
        catch (JsonException exception)
        {
            var (line, column) = Position(bytes.Span, exception);
            var message = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}:{column}: not valid JSON: {message}"), exception);
        }
        catch (InvalidOperationException exception) when (exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // The reader's word for half a surrogate pair in an escape, or bytes that are not UTF-8.
            throw new InputException($"{path}: a string in it is not valid Unicode: {exception.Message}", exception);
        }
    }

    private static (long Line, long Column) Position(ReadOnlySpan<byte> bytes, JsonException exception)
    {
        var line = exception.LineNumber ?? 0;
        var rest = bytes;
        for (var i = 0L; i < line && rest.IndexOf((byte)'\n') is >= 0 and var end; i++) rest = rest[(end + 1)..];
        var column = (int)Math.Clamp(exception.BytePositionInLine ?? 0, 0, rest.Length);
        return (line + 1, Encoding.UTF8.GetCharCount(rest[..column]) + 1);
    }
}

using System.Text.Json;
using System.Text.Unicode;

namespace Agro.Cli.JsonLines;

/// <summary>
/// Reads JSON objects, one a line, from the program's input. All lines are read before any is used, so that a fault comes before any
/// output.
/// </summary>
internal static class RowReader
{
    private const int MostFaults = 20;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the standard input to its end.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="parse">Reads one row; throws an <see cref="InputException"/> for a row that cannot be used.</param>
    /// <param name="error">Where a person at a terminal is told what is waited for.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="InputException">Lines cannot be used; the message tells all of them, up to a few.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(Func<InputRow, T> parse, TextWriter error, CancellationToken stop)
    {
        if (!Console.IsInputRedirected)
            await error.WriteLineAsync("reading JSON lines from the terminal; Ctrl+D on an empty line ends them");
        using var input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        await input.CopyToAsync(content, stop).WaitAsync(stop);
        return Parse("stdin", content.GetBuffer().AsMemory(0, (int)content.Length), parse);
    }

    /// <summary>Reads rows; empty lines are passed over.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="source">What faults call the input.</param>
    /// <param name="content">All of it, in UTF-8.</param>
    /// <param name="parse">Reads one row.</param>
    /// <exception cref="InputException">Lines cannot be used.</exception>
    public static IReadOnlyList<T> Parse<T>(string source, ReadOnlyMemory<byte> content, Func<InputRow, T> parse)
    {
        if (content.Span.StartsWith("\uFEFF"u8)) content = content[3..];
        var rows = new List<T>();
        var faults = new List<string>();
        for (var number = 1; content.Length > 0 && faults.Count < MostFaults; number++)
        {
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            try
            {
                rows.Add(parse(Row($"{source}:{number}", number, line)));
            }
            catch (InputException exception)
            {
                faults.Add(exception.Message);
            }
        }

        if (faults.Count == MostFaults) faults.Add($"{source}: the rest was not read");
        return faults.Count == 0 ? rows : throw new InputException(string.Join('\n', faults));
    }

    private static InputRow Row(string place, int number, ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span)) throw new InputException($"{place}: is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new InputRow(place, number, document.RootElement.Clone())
                : throw new InputException($"{place}: must be a JSON object, found {InputRow.Describe(document.RootElement)}");
        }
        catch (JsonException exception)
        {
            throw new InputException($"{place}:{exception.BytePositionInLine + 1}: is not JSON: {Reason(exception)}");
        }
        catch (InvalidOperationException)
        {
            throw new InputException($"{place}: a name is not valid Unicode text");
        }
    }

    /// <summary>The parser ends its message with a line number that is always 0 here.</summary>
    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
